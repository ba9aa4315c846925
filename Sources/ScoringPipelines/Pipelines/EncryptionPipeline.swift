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
        /// The whole key: fast.
        case owner(PrivateKey)
        /// The public half: about twenty times slower.
        case anyone(ProvenPublicKey)

        /// The public half with its proof.
        public var publicKey: ProvenPublicKey {
            switch self {
            case .owner(let key): ProvenPublicKey(key)
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
        provenKey = key.publicKey
        quantiser = FeatureQuantiser(contract)
        packer = RowPacker(contract, key: provenKey.publicKey)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, one value for each feature, nil at the end.
    ///   - isCompact: Whether to write half ciphertexts and a seed; needs the whole key, and takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: What `nextRow` and `push` throw; `RowError` for a row that does not fit the contract; ``TooLongForJSON``, for too many
    ///   rows before anything is encrypted; `WireFormatError` when there was no row.
    @discardableResult
    public func run(
        nextRow: () throws -> [FeatureValue]?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        let seed = isCompact ? PrivateKey.makeCompactSeed() : nil
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(seed, encoding)
        try OrderedMap.run {
            while groups.wantsRow { try groups.append(nextRow()) }
            return groups.next()
        } transform: { group in
            try encrypt(group, seed: seed)
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
    ///   - isCompact: Whether to write half ciphertexts and a seed; needs the whole key, and takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: As the form that blocks; `CancellationError`.
    @discardableResult
    public func run(
        rows: () async throws -> [FeatureValue]?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> UInt64 {
        let seed = isCompact ? PrivateKey.makeCompactSeed() : nil
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(seed, encoding)
        try await OrderedMap.runSuspending {
            while groups.wantsRow { try groups.append(await rows()) }
            return groups.next()
        } transform: { group in
            try encrypt(group, seed: seed)
        } consume: { group in
            try group.write(to: &writer)
            if let bytes = writer.drain() { try await push(bytes) }
            progress(writer.rowCount)
        }
        try Self.close(&writer)
        if let bytes = writer.drain() { try await push(bytes) }
        return writer.rowCount
    }

    private func writer(_ seed: [UInt8]?, _ encoding: StreamEncoding) -> ScoringRequestWriter {
        ScoringRequestWriter(
            contract: contract, key: provenKey, layout: seed.map { .compactRows(seed: $0) } ?? .packedRows,
            encoding: encoding)
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

    private func encrypt(_ group: RowGroups.Group, seed: [UInt8]?) throws -> Group {
        let plaintexts = try packer.pack(group.rows.map { row in try quantiser.quantise(row) })
        let content: Group.Content =
            switch (key, seed) {
            case (.owner(let key), nil): .full(try key.encrypt(plaintexts))
            case (.anyone(let key), nil): .full(try key.publicKey.encrypt(plaintexts))
            case (.owner(let key), let seed?):
                .compact(try key.encryptCompact(plaintexts, seed: seed, group: group.index))
            case (.anyone, _?): preconditionFailure("compact requests need the whole key")
            }
        return Group(content: content, rowCount: group.rows.count)
    }
}

extension PrivateKey {
    /// The compact halves of a group's ciphertexts; those of all groups are numbered through.
    fileprivate func encryptCompact(_ plaintexts: [Plaintext], seed: [UInt8], group: UInt64) throws -> [[UInt8]] {
        let first = group * UInt64(plaintexts.count)
        return try plaintexts.enumerated().map { place, plaintext in
            try encryptCompact(plaintext, seed: seed, index: first + UInt64(place))
        }
    }
}
