// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// Encrypts rows under a public key: for whoever gathers data for a client and cannot read it again.
///
/// Who has the whole key uses ``BlindScoreClient``, which encrypts about twenty times faster. Rows are packed into groups,
/// encrypted on all cores and written in order.
public struct RowEncryptor: Sendable {
    /// What to encrypt with.
    package enum Key: Sendable {
        /// The whole key: fast.
        case owner(PrivateKey)
        /// The public half: about twenty times slower.
        case anyone(ProvenPublicKey)

        /// The public half with its proof.
        var publicKey: ProvenPublicKey {
            switch self {
            case .owner(let key): ProvenPublicKey(key)
            case .anyone(let key): key
            }
        }
    }

    /// The contract of the model that is to score the rows.
    public let contract: Contract
    private let key: Key
    private let provenKey: ProvenPublicKey
    private let packer: RowPacker

    /// An encryptor for one contract and key.
    public init(contract: Contract, key: ProvenPublicKey) {
        self.init(contract: contract, key: .anyone(key))
    }

    /// An encryptor for one contract and either half of a key.
    ///
    /// - Complexity: With a private key its proof is made: eighteen exponentiations modulo the primes.
    package init(contract: Contract, key: Key) {
        self.contract = contract
        self.key = key
        provenKey = key.publicKey
        packer = RowPacker(contract, key: provenKey.publicKey)
    }

    /// Encrypts a table in memory; blocks its thread meanwhile.
    ///
    /// - Parameter rows: At least one row, made by ``contract``.
    /// - Throws: As ``encrypt(nextRow:encoding:push:progress:)-(()->FeatureRow?,_,_,_)``.
    public func encrypt(_ rows: [FeatureRow]) throws -> ScoringRequest { try request(rows) }

    /// Encrypts a table in memory; blocks no thread of Swift's pool, and stops when the task is cancelled.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Throws: As the form that blocks; `CancellationError`.
    public func encrypt(_ rows: [FeatureRow], progress: (UInt64) -> Void = { _ in }) async throws -> ScoringRequest {
        try await request(rows, progress: progress)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: What `nextRow` and `push` throw; `RowError` for a row of another contract; ``TooLongForJSON``, for too many rows
    ///   before anything is encrypted; `WireFormatError` when there was no row.
    @discardableResult
    public func encrypt(
        nextRow: () throws -> FeatureRow?, encoding: StreamEncoding = .binary, push: ([UInt8]) throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) throws -> RequestReceipt {
        try run(nextRow, isCompact: false, encoding, push, progress)
    }

    /// Encrypts rows until they end and closes the request; blocks no thread of Swift's pool.
    ///
    /// Asks for rows and pushes where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - rows: Rows made by ``contract``.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: As the form that blocks; what the sequence throws; `CancellationError`.
    @discardableResult
    public func encrypt<Rows: AsyncSequence>(
        _ rows: Rows, encoding: StreamEncoding = .binary, push: ([UInt8]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt where Rows.Element == FeatureRow {
        var rows = rows.makeAsyncIterator()
        return try await runSuspending(
            { try await rows.nextUnlessCancelled() }, isCompact: false, encoding, push, progress)
    }
}

extension RowEncryptor {
    /// A table in memory, in half ciphertexts with a seed if asked: that needs the whole key.
    func request(
        _ rows: [FeatureRow], isCompact: Bool = false, progress: (UInt64) -> Void = { _ in }
    ) throws -> ScoringRequest {
        var (rest, bytes) = (rows.makeIterator(), [UInt8]())
        let receipt = try run({ rest.next() }, isCompact: isCompact, .binary, { bytes += $0 }, progress)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// A table in memory, likewise, without a blocked thread.
    func request(
        _ rows: [FeatureRow], isCompact: Bool = false, progress: (UInt64) -> Void
    ) async throws -> ScoringRequest {
        var (rest, bytes) = (rows.makeIterator(), [UInt8]())
        let receipt = try await runSuspending({ rest.next() }, isCompact: isCompact, .binary, { bytes += $0 }, progress)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// The form that blocks its thread.
    package func run(
        _ nextRow: () throws -> FeatureRow?, isCompact: Bool, _ encoding: StreamEncoding,
        _ push: ([UInt8]) throws -> Void, _ progress: (UInt64) -> Void
    ) throws -> RequestReceipt {
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
        return RequestReceipt(header: writer.header, rowCount: writer.rowCount)
    }

    /// The form that blocks no thread.
    package func runSuspending(
        _ nextRow: () async throws -> FeatureRow?, isCompact: Bool, _ encoding: StreamEncoding,
        _ push: ([UInt8]) async throws -> Void, _ progress: (UInt64) -> Void
    ) async throws -> RequestReceipt {
        let seed = isCompact ? PrivateKey.makeCompactSeed() : nil
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(seed, encoding)
        try await OrderedMap.runSuspending {
            while groups.wantsRow { try groups.append(await nextRow()) }
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
        return RequestReceipt(header: writer.header, rowCount: writer.rowCount)
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
        let plaintexts = try packer.pack(group.rows)
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
