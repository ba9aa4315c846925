// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// The side that owns the data: encrypts rows for a server, and decrypts its answers.
///
/// ```swift
/// let client = try await BlindScoreClient(contract: contract, key: BlindScoreClient.generateKey())
/// let request = try await client.encrypt([contract.row(["age": 44, "sex": "f"])])
/// // request.bytes go to the server, and its answer comes back
/// for row in try await client.decrypt(answer, to: request.receipt) { print(row[0].value, "±", row[0].maximumError) }
/// ```
///
/// Tables in memory are values; tables of any length are streams, of which a few groups are in memory at a time.
/// ``encrypt(_:isCompact:progress:)`` and ``decrypt(_:to:progress:)`` suspend their task, block no thread of Swift's pool, and stop
/// when the task is cancelled; ``encryptAndWait(_:isCompact:progress:)`` and ``decryptAndWait(_:to:progress:)`` block their thread
/// until they are done. All cores work in both, and all forms report progress.
///
/// Keep a client for as long as answers come: what blinds them while they are decrypted is made anew for one of 32 ciphertexts, and
/// copies of a client share it, on all threads. It is wiped with the last of them.
public struct BlindScoreClient: Sendable {
    /// The contract of the model that scores the rows.
    public let contract: Contract
    let encryptor: RowEncryptor
    let decryption: DecryptionPipeline

    /// The key's public half with its proof.
    package var provenKey: ProvenPublicKey { encryptor.provenKey }

    /// A client for one contract and key.
    ///
    /// - Parameters:
    ///   - contract: The public part of a model, from its server.
    ///   - key: The client's key, which never leaves it.
    /// - Complexity: The key's proof is made: eighteen exponentiations modulo the primes.
    public init(contract: Contract, key: PrivateKey) {
        self.contract = contract
        encryptor = RowEncryptor(contract: contract, key: .owner(key))
        decryption = DecryptionPipeline(contract, key: key)
    }
}

// Requests.
extension BlindScoreClient {
    /// Encrypts a table in memory.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: A fresh request; another one of equal rows has nothing in common with it.
    /// - Throws: `RowError` with code `foreign` for a row of another contract, `noRows` when there is none; `CancellationError`.
    public func encrypt(
        _ rows: [FeatureRow], isCompact: Bool = false, progress: (UInt64) -> Void = { _ in }
    ) async throws -> ScoringRequest {
        try await encryptor.request(rows, isCompact: isCompact, progress)
    }

    /// Encrypts rows until they end and closes the request.
    ///
    /// Asks for rows and pushes where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end. ``FeatureTable/nextRow()`` gives those of a CSV file.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: What `nextRow` and `push` throw; `RowError` with code `foreign` for a row of another contract, `noRows` when there
    ///   was none; ``TooLongForJSON``, for too many rows before anything is encrypted; `CancellationError`.
    @discardableResult
    public func encrypt(
        nextRow: () async throws -> FeatureRow?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt {
        try await encryptor.run(nextRow, isCompact: isCompact, encoding, push, progress)
    }

    /// Encrypts the rows of a sequence and closes the request.
    ///
    /// - Parameters:
    ///   - rows: Rows made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: As ``encrypt(nextRow:isCompact:encoding:push:progress:)``; what the sequence throws.
    @discardableResult
    public func encrypt<Rows: AsyncSequence>(
        _ rows: Rows, isCompact: Bool = false, encoding: StreamEncoding = .binary, push: ([UInt8]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt where Rows.Element == FeatureRow {
        var rows = rows.makeAsyncIterator()
        return try await encryptor.run(
            { try await rows.nextUnlessCancelled() }, isCompact: isCompact, encoding, push, progress)
    }
}

// Answers.
extension BlindScoreClient {
    /// Decrypts an answer in memory.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in either encoding.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: Predictions in the order of the rows.
    /// - Throws: `WireFormatError`: `requestMismatch`, `keyMismatch`, `contractMismatch` for an answer to another request, under
    ///   another key, for another contract; `countMismatch` when it has other rows; `truncated`, `unsupportedFormat` and others for
    ///   what is no whole answer. A ciphertext that was changed on its way is not noticed, and makes other predictions.
    ///   `CancellationError`.
    public func decrypt(
        _ answer: [UInt8], to receipt: RequestReceipt, progress: (UInt64) -> Void = { _ in }
    ) async throws -> Predictions {
        var rows: [[Prediction]] = []
        let summary = try await decrypt(
            OneChunk(bytes: answer), to: receipt, consume: { rows += $0 }, progress: progress)
        return Predictions(outputs: contract.outputs, rows: rows, summary: summary)
    }

    /// Decrypts an answer to its end.
    ///
    /// Reads and hands on where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in chunks of any size.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    ///   - progress: Hears the number of rows handed on, after each group.
    /// - Returns: What can be said of all rows together.
    /// - Throws: As ``decrypt(_:to:progress:)``, also when rows were handed on before; what the answer's chunks and `consume`
    ///   throw.
    @discardableResult
    public func decrypt<Chunks: AsyncSequence>(
        _ answer: Chunks, to receipt: RequestReceipt, consume: ([[Prediction]]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> DecryptionSummary where Chunks.Element: Collection<UInt8> {
        try await decryption.run(answer, request: receipt.header, consume: consume, progress: progress)
            .checked(against: receipt)
    }
}

extension DecryptionSummary {
    /// Refuses an answer that has not the rows of its request.
    func checked(against receipt: RequestReceipt) throws(WireFormatError) -> Self {
        guard rowCount == receipt.rowCount else {
            throw WireFormatError(
                .countMismatch, "the answer has \(rowCount) rows, its request \(receipt.rowCount)")
        }
        return self
    }
}
