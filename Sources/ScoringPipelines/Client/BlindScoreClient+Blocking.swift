// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import WireFormats

// The forms that block their thread: for commands, and for threads of one's own; never for a thread of Swift's pool.
extension BlindScoreClient {
    /// Encrypts a table in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: A fresh request; another one of equal rows has nothing in common with it.
    /// - Throws: `RowError` with code `foreign` for a row of another contract, `noRows` when there is none.
    public func encryptAndWait(
        _ rows: [FeatureRow], isCompact: Bool = false, progress: (UInt64) -> Void = { _ in }
    ) throws -> ScoringRequest {
        try encryptor.requestAndWait(rows, isCompact: isCompact, progress)
    }

    /// Encrypts rows until they end and closes the request; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end. ``FeatureTable/nextRow()`` gives those of a CSV file.
    ///   - isCompact: Whether to halve the request; takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: What to keep until the answer comes.
    /// - Throws: What `nextRow` and `push` throw; `RowError` with code `foreign` for a row of another contract, `noRows` when there
    ///   was none; ``TooLongForJSON``, for too many rows before anything is encrypted.
    @discardableResult
    public func encryptAndWait(
        nextRow: () throws -> FeatureRow?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> RequestReceipt {
        try encryptor.runAndWait(nextRow, isCompact: isCompact, encoding, push, progress)
    }

    /// Decrypts an answer in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in either encoding.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: Predictions in the order of the rows.
    /// - Throws: As ``decrypt(_:to:progress:)``, but for `CancellationError`.
    public func decryptAndWait(
        _ answer: [UInt8], to receipt: RequestReceipt, progress: (UInt64) -> Void = { _ in }
    ) throws -> Predictions {
        var rows: [[Prediction]] = []
        let summary = try decryptAndWait(
            IncomingFile(answer), to: receipt, consume: { rows += $0 }, progress: progress)
        return Predictions(outputs: contract.outputs, rows: rows, summary: summary)
    }

    /// Decrypts an answer to its end; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - answer: The answer, of which no more was read than tells its kind.
    ///   - receipt: That of the request that this must be the answer to.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    ///   - progress: Hears the number of rows handed on, after each group.
    /// - Returns: What can be said of all rows together.
    /// - Throws: As the form in memory, also when rows were handed on before; what `consume` throws.
    @discardableResult
    public func decryptAndWait(
        _ answer: IncomingFile, to receipt: RequestReceipt, consume: ([[Prediction]]) throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) throws -> DecryptionSummary {
        let reader = try ScoringAnswerReader(
            answer, contract: contract, key: decryption.publicKey, request: receipt.header)
        return try decryption.runAndWait(reader, consume: consume, progress: progress).checked(against: receipt)
    }
}
