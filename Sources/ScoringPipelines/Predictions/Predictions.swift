// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// The predictions of a table: a collection of rows, each with one ``Prediction`` for each output.
public struct Predictions: Sendable {
    /// The outputs, in the order of a row's predictions.
    public let outputs: [Output]
    /// The rows, in the order in which they were encrypted.
    public let rows: [[Prediction]]
    /// What can be said of all rows together.
    public let summary: DecryptionSummary

    package init(outputs: [Output], rows: [[Prediction]], summary: DecryptionSummary) {
        (self.outputs, self.rows, self.summary) = (outputs, rows, summary)
    }

    /// The predictions of one output in all rows; nil when no output is called like that.
    public subscript(output name: String) -> [Prediction]? {
        guard let place = outputs.firstIndex(where: { $0.name == name }) else { return nil }
        return rows.map { $0[place] }
    }
}

extension Predictions: Redacted {}
@available(*, unavailable) extension Predictions: Equatable {}

extension Predictions: RandomAccessCollection {
    /// The place of the first row.
    public var startIndex: Int { rows.startIndex }
    /// The place behind the last row.
    public var endIndex: Int { rows.endIndex }
    /// The predictions of a row, one for each output.
    public subscript(row: Int) -> [Prediction] { rows[row] }
}
