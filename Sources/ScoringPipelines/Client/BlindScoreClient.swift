// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// The side that owns the data: encrypts rows for a server, and decrypts its answers.
///
/// ```swift
/// let client = BlindScoreClient(contract: contract, key: key)
/// let request = try client.encrypt([contract.row(["age": 44, "sex": "f"])])
/// // request.bytes go to the server, and its answer comes back
/// for row in try client.decrypt(answer, to: request.receipt) { print(row[0].value, "±", row[0].maximumError) }
/// ```
///
/// Tables in memory are values; tables of any length are streams, of which a few groups are in memory at a time. Either comes in
/// a form that blocks its thread until it is done, and in an asynchronous one that blocks none of Swift's pool, reports
/// progress, and stops when its task is cancelled. All cores work in both.
public struct BlindScoreClient: Sendable {
    /// The contract of the model that scores the rows.
    public let contract: Contract
    private let encryptor: RowEncryptor
    private let decryption: DecryptionPipeline

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
    /// Encrypts a table in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    /// - Returns: A fresh request; another one of equal rows has nothing in common with it.
    /// - Throws: `RowError` for a row of another contract, `WireFormatError` with code `countMismatch` when there is no row.
    public func encrypt(_ rows: [FeatureRow], isCompact: Bool = false) throws -> ScoringRequest {
        try encryptor.request(rows, isCompact: isCompact)
    }

    /// Encrypts a table in memory; blocks no thread of Swift's pool, and stops when the task is cancelled.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: As the form that blocks.
    /// - Throws: As the form that blocks; `CancellationError`.
    public func encrypt(
        _ rows: [FeatureRow], isCompact: Bool = false, progress: (UInt64) -> Void = { _ in }
    ) async throws -> ScoringRequest {
        try await encryptor.request(rows, isCompact: isCompact, progress: progress)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: What `nextRow` and `push` throw; `RowError` for a row of another contract; ``TooLongForJSON``, for too many rows
    ///   before anything is encrypted; `WireFormatError` with code `countMismatch` when there was no row.
    @discardableResult
    public func encrypt(
        nextRow: () throws -> FeatureRow?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> RequestReceipt {
        try encryptor.run(nextRow, isCompact: isCompact, encoding, push, progress)
    }

    /// Encrypts rows until they end and closes the request; blocks no thread of Swift's pool.
    ///
    /// Asks for rows and pushes where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - rows: Rows made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: As the form that blocks; what the sequence throws; `CancellationError`.
    @discardableResult
    public func encrypt<Rows: AsyncSequence>(
        _ rows: Rows, isCompact: Bool = false, encoding: StreamEncoding = .binary, push: ([UInt8]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> RequestReceipt where Rows.Element == FeatureRow {
        var rows = rows.makeAsyncIterator()
        return try await encryptor.runSuspending(
            { try await rows.nextUnlessCancelled() }, isCompact: isCompact, encoding, push, progress)
    }
}

// Answers.
extension BlindScoreClient {
    /// Decrypts an answer in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in either encoding.
    ///   - receipt: That of the request that this must be the answer to.
    /// - Returns: Predictions in the order of the rows.
    /// - Throws: `WireFormatError`: `requestMismatch`, `keyMismatch`, `contractMismatch` for an answer to another request, under
    ///   another key, for another contract; `countMismatch` when it has other rows; `truncated`, `unsupportedFormat` and others for
    ///   what is no whole answer. A ciphertext that was changed on its way is not noticed, and makes other predictions.
    public func decrypt(_ answer: [UInt8], to receipt: RequestReceipt) throws -> Predictions {
        var rows: [[Prediction]] = []
        let summary = try decrypt(IncomingFile(answer), to: receipt) { rows += $0 }
        return Predictions(outputs: contract.outputs, rows: rows, summary: summary)
    }

    /// Decrypts an answer in memory; blocks no thread of Swift's pool, and stops when the task is cancelled.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in either encoding.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: Predictions in the order of the rows.
    /// - Throws: As the form that blocks; `CancellationError`.
    public func decrypt(
        _ answer: [UInt8], to receipt: RequestReceipt, progress: (UInt64) -> Void = { _ in }
    ) async throws -> Predictions {
        var rows: [[Prediction]] = []
        let summary = try await decrypt(OneChunk(bytes: answer), to: receipt) {
            rows += $0
            progress(UInt64(rows.count))
        }
        return Predictions(outputs: contract.outputs, rows: rows, summary: summary)
    }

    /// Decrypts an answer to its end; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - answer: The answer, of which no more was read than tells its kind.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    /// - Returns: What can be said of all rows together.
    /// - Throws: As the form in memory, also when rows were handed on before; what `consume` throws.
    @discardableResult
    public func decrypt(
        _ answer: IncomingFile, to receipt: RequestReceipt, consume: ([[Prediction]]) throws -> Void
    ) throws -> DecryptionSummary {
        let reader = try ScoringAnswerReader(
            answer, contract: contract, key: decryption.publicKey, request: receipt.header)
        return try decryption.run(reader, consume: consume).checked(against: receipt)
    }

    /// Decrypts an answer to its end; blocks no thread of Swift's pool.
    ///
    /// Reads and hands on where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in chunks of any size.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    /// - Returns: What can be said of all rows together.
    /// - Throws: As the form that blocks; what the answer's chunks throw; `CancellationError`.
    @discardableResult
    public func decrypt<Chunks: AsyncSequence>(
        _ answer: Chunks, to receipt: RequestReceipt, consume: ([[Prediction]]) async throws -> Void
    ) async throws -> DecryptionSummary where Chunks.Element: Collection<UInt8> {
        try await decryption.run(answer, request: receipt.header, consume: consume).checked(against: receipt)
    }
}

extension DecryptionSummary {
    /// Refuses an answer that has not the rows of its request.
    fileprivate func checked(against receipt: RequestReceipt) throws(WireFormatError) -> Self {
        guard rowCount == receipt.rowCount else {
            throw WireFormatError(
                .countMismatch, "the answer has \(rowCount) rows, its request \(receipt.rowCount)")
        }
        return self
    }
}
