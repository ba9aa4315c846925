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
        func provenPublicKey() -> ProvenPublicKey {
            switch self {
            case .owner(let key): ProvenPublicKey(key)
            case .anyone(let key): key
            }
        }
    }

    /// The contract of the model that is to score the rows.
    public let contract: Contract
    let key: Key
    let provenKey: ProvenPublicKey
    let packer: RowPacker

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
        provenKey = key.provenPublicKey()
        packer = RowPacker(contract, key: provenKey.publicKey)
    }
}

// As the client's forms of the same names.
extension RowEncryptor {
    /// Encrypts a table in memory.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: A fresh request.
    /// - Throws: As ``encrypt(nextRow:encoding:push:progress:)``.
    public func encrypt(_ rows: [FeatureRow], progress: (UInt64) -> Void = { _ in }) async throws -> ScoringRequest {
        try await request(rows, isCompact: false, progress)
    }

    /// Encrypts rows until they end and closes the request.
    ///
    /// Asks for rows and pushes where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: What `nextRow` and `push` throw; `RowError` with code `foreign` for a row of another contract, `noRows` when there
    ///   was none; ``TooLongForJSON``, for too many rows before anything is encrypted; `CancellationError`.
    @discardableResult
    public func encrypt(
        nextRow: () async throws -> FeatureRow?, encoding: StreamEncoding = .binary,
        push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt {
        try await run(nextRow, isCompact: false, encoding, push, progress)
    }

    /// Encrypts the rows of a sequence and closes the request.
    ///
    /// - Parameters:
    ///   - rows: Rows made by ``contract``.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: As ``encrypt(nextRow:encoding:push:progress:)``; what the sequence throws.
    @discardableResult
    public func encrypt<Rows: AsyncSequence>(
        _ rows: Rows, encoding: StreamEncoding = .binary, push: ([UInt8]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt where Rows.Element == FeatureRow {
        var rows = rows.makeAsyncIterator()
        return try await run({ try await rows.nextUnlessCancelled() }, isCompact: false, encoding, push, progress)
    }

    /// Encrypts a table in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: A fresh request.
    /// - Throws: As ``encryptAndWait(nextRow:encoding:push:progress:)``.
    public func encryptAndWait(
        _ rows: [FeatureRow], progress: (UInt64) -> Void = { _ in }
    ) throws -> ScoringRequest {
        try requestAndWait(rows, isCompact: false, progress)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: As ``encrypt(nextRow:encoding:push:progress:)``, but for `CancellationError`.
    @discardableResult
    public func encryptAndWait(
        nextRow: () throws -> FeatureRow?, encoding: StreamEncoding = .binary, push: ([UInt8]) throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) throws -> RequestReceipt {
        try runAndWait(nextRow, isCompact: false, encoding, push, progress)
    }
}
