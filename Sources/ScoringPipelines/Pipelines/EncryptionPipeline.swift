// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// Encrypts rows for a native request: packs them into groups, quantises and encrypts the groups on all cores, writes them in
/// order.
public struct EncryptionPipeline: Sendable {
    /// What to encrypt with.
    public enum Key: Sendable {
        /// The whole key: fast. Compact requests have half the size, and take four to five times as long.
        case owner(PrivateKey, isCompact: Bool = false)
        /// The public half: about twenty times slower.
        case anyone(ProvenPublicKey)

        /// The public half with its proof.
        ///
        /// - Complexity: With a private key its proof is made: eighteen exponentiations modulo the primes.
        public func provenPublicKey() -> ProvenPublicKey {
            switch self {
            case .owner(let key, _): ProvenPublicKey(key)
            case .anyone(let key): key
            }
        }
    }

    private let contract: Contract
    private let key: Key
    private let provenKey: ProvenPublicKey
    private let quantiser: FeatureQuantiser
    private let packer: RowPacker

    /// A pipeline for one contract and key.
    ///
    /// - Complexity: With a private key its proof is made: eighteen exponentiations modulo the primes.
    public init(_ contract: Contract, key: Key) {
        self.contract = contract
        self.key = key
        provenKey = key.provenPublicKey()
        quantiser = FeatureQuantiser(contract)
        packer = RowPacker(contract, key: provenKey.publicKey)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, one value for each feature, nil at the end.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: What `nextRow` and `push` throw; `RowError` for a row that does not fit the contract; ``TooLongForJSON``, for too many
    ///   rows before anything is encrypted; `WireFormatError` when there was no row.
    @discardableResult
    public func run(
        nextRow: () throws -> [FeatureValue]?, encoding: StreamEncoding = .binary,
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        var encryptor = Encryptor(key)
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(encryptor.layout, encoding)
        try OrderedMap.run {
            while groups.wantsRow { try groups.append(nextRow()) }
            return groups.next().map { (rows: $0, place: encryptor.nextPlace(count: contract.columnCount)) }
        } transform: { group in
            try encrypt(group.rows, in: group.place)
        } consume: { group in
            try group.write(to: &writer)
            if let bytes = writer.drain() { try push(bytes) }
            progress(writer.rowCount)
        }
        try Self.close(&writer)
        if let bytes = writer.drain() { try push(bytes) }
        return writer.rowCount
    }

    /// Encrypts rows until they end and closes the request; blocks no thread of Swift's pool.
    ///
    /// Asks for rows and pushes where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - rows: Gives the next row, one value for each feature, nil at the end.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: As the form that blocks; `CancellationError`.
    @discardableResult
    public func run(
        rows: () async throws -> [FeatureValue]?, encoding: StreamEncoding = .binary,
        push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> UInt64 {
        var encryptor = Encryptor(key)
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(encryptor.layout, encoding)
        try await OrderedMap.runSuspending {
            while groups.wantsRow { try groups.append(await rows()) }
            return groups.next().map { (rows: $0, place: encryptor.nextPlace(count: contract.columnCount)) }
        } transform: { group in
            try encrypt(group.rows, in: group.place)
        } consume: { group in
            try group.write(to: &writer)
            if let bytes = writer.drain() { try await push(bytes) }
            progress(writer.rowCount)
        }
        try Self.close(&writer)
        if let bytes = writer.drain() { try await push(bytes) }
        return writer.rowCount
    }

    private func writer(_ layout: StreamHeader.Layout, _ encoding: StreamEncoding) -> ScoringRequestWriter {
        ScoringRequestWriter(contract: contract, key: provenKey, layout: layout, encoding: encoding)
    }

    private static func close(_ writer: inout ScoringRequestWriter) throws {
        do throws(WireFormatError) { try writer.close() } catch {
            throw error.code == .limitExceeded ? TooLongForJSON(error.reason) : error
        }
    }

    /// A group that is ready to be written.
    private struct Group: Sendable {
        enum Content: Sendable {
            case full([Ciphertext])
            case compact([[UInt8]])
        }

        let content: Content
        let rowCount: Int

        func write(to writer: inout ScoringRequestWriter) throws(WireFormatError) {
            switch content {
            case .full(let ciphertexts): try writer.write(ciphertexts, rowCount: rowCount)
            case .compact(let halves): try writer.write(compact: halves, rowCount: rowCount)
            }
        }
    }

    /// How one request is encrypted.
    private struct Encryptor: ~Copyable {
        /// The place of one group in it, to be used once.
        enum Place: Sendable {
            case owner(PrivateKey)
            case anyone(PublicKey)
            case compact(TakenOnce<CompactBatch>)
        }

        let layout: StreamHeader.Layout
        private let key: Key
        private var compact: CompactEncryptor?

        init(_ key: Key) {
            self.key = key
            if case .owner(let key, isCompact: true) = key {
                let encryptor = CompactEncryptor(key)
                layout = .compactRows(seed: encryptor.seed)
                compact = consume encryptor
            } else {
                layout = .packedRows
            }
        }

        mutating func nextPlace(count: Int) -> Place {
            if let batch = compact?.nextBatch(count: count) { return .compact(TakenOnce(batch)) }
            return switch key {
            case .owner(let key, _): .owner(key)
            case .anyone(let key): .anyone(key.publicKey)
            }
        }
    }

    private func encrypt(_ rows: [[FeatureValue]], in place: Encryptor.Place) throws -> Group {
        let plaintexts = try packer.pack(rows.map { row in try quantiser.quantise(row) })
        let content: Group.Content =
            switch place {
            case .owner(let key): .full(try key.encrypt(plaintexts))
            case .anyone(let key): .full(try key.encrypt(plaintexts))
            case .compact(let batch): .compact(try batch.take().encrypt(plaintexts))
            }
        return Group(content: content, rowCount: rows.count)
    }
}
