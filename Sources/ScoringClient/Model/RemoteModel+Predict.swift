// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import ScoringPipelines

extension RemoteModel {
    /// The predictions of a table in memory.
    ///
    /// - Parameters:
    ///   - rows: At least one row, made by ``contract``.
    ///   - progress: Hears the number of rows done, after each request.
    /// - Returns: Predictions in the order of the rows.
    /// - Throws: As ``predict(nextRow:consume:progress:)``.
    public func predict(
        _ rows: [FeatureRow], progress: (UInt64) -> Void = { _ in }
    ) async throws -> Predictions {
        var rest = rows[...]
        var predicted: [[Prediction]] = []
        let summary = try await predict(
            nextRow: { rest.popFirst() }, consume: { predicted += $0 }, progress: progress)
        return Predictions(outputs: contract.outputs, rows: predicted, summary: summary)
    }

    /// The predictions of rows until they end.
    ///
    /// Asks for rows and hands on where the caller runs. No more rows are in memory than the requests under way hold, and their
    /// predictions. When the task is cancelled, or something fails, requests under way are given up; the service may have answered
    /// and billed them.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, made by ``contract``; nil at the end. `FeatureTable.nextRow()` gives those of a CSV file.
    ///   - consume: Takes the predictions of the next rows, in their order: for each row one for each output, links applied.
    ///   - progress: Hears the number of rows handed on, after each request.
    /// - Returns: What can be said of all rows together.
    /// - Throws: ``ServiceError``; `RowError` with code `foreign` for a row of another contract, `noRows` when there was none; what
    ///   `nextRow` and `consume` throw; `CancellationError`. Rows may have been handed on before.
    @discardableResult
    public func predict(
        nextRow: () async throws -> FeatureRow?, consume: ([[Prediction]]) async throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> DecryptionSummary {
        precondition(requestsAtOnce >= 1, "at least one request at once")
        var summary = DecryptionSummary(contract)
        try await withThrowingTaskGroup(of: (place: Int, rows: [[Prediction]]).self) { group in
            var (started, handedOn) = (0, 0)
            var waiting: [Int: [[Prediction]]] = [:]
            var isAtEnd = false
            while true {
                while !isAtEnd, started - handedOn < requestsAtOnce {
                    let rows = try await self.nextRows(nextRow)
                    isAtEnd = rows.count < requestSize.rowCount
                    // Without any row it is for the encryptor to say so.
                    guard !rows.isEmpty || started == 0 else { break }
                    let place = started
                    group.addTask { (place, try await answer(rows)) }
                    started += 1
                }
                guard handedOn < started, let next = try await group.next() else { return }
                waiting[next.place] = next.rows
                while let rows = waiting.removeValue(forKey: handedOn) {
                    try await consume(rows)
                    for row in rows { summary.add(row) }
                    handedOn += 1
                    progress(summary.rowCount)
                }
            }
        }
        return summary
    }

    /// The rows of the next request, fewer only at the end.
    private func nextRows(_ nextRow: () async throws -> FeatureRow?) async throws -> [FeatureRow] {
        var rows: [FeatureRow] = []
        while rows.count < requestSize.rowCount, let row = try await nextRow() { rows.append(row) }
        return rows
    }
}
