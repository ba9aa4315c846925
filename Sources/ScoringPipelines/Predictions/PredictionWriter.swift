// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Foundation
import SecretMemory
package import Tables

/// Writes predictions as CSV: a header with the outputs' names, then a row for each row of predictions.
///
/// A number has one decimal beyond the first digit of its proved error, so that it shows nothing which the noise made up.
/// Columns `NAME_error`, one for each output and behind all of them, hold the errors of the numbers as they are written; so a
/// program that counts columns finds its predictions where they are without errors.
public struct PredictionWriter: Sendable {
    /// How many digits predictions are written with.
    public enum Digits: String, Hashable, Sendable, CaseIterable {
        /// ``Prediction/decimals``.
        case proved
        /// As many as it takes to read back the same double.
        case full
    }

    private let digits: Digits
    private let hasErrors: Bool
    private var writer = CSVWriter()

    /// Writes the header.
    ///
    /// - Throws: ``ErrorColumnTaken`` when an output is called as the error of another would be.
    public init(_ contract: Contract, digits: Digits = .proved, withErrors: Bool = false) throws(ErrorColumnTaken) {
        self.digits = digits
        hasErrors = withErrors
        let names = contract.outputs.map(\.name)
        guard withErrors else {
            writer.writeRow(names)
            return
        }
        let taken = Set(names)
        for name in names where taken.contains(name + Self.suffix) { throw ErrorColumnTaken(output: name) }
        writer.writeRow(names + names.map { $0 + Self.suffix })
    }

    /// Writes the header of a table whose rows the predictions stand beside.
    ///
    /// - Parameters:
    ///   - columns: The table's columns.
    ///   - names: One for each output.
    ///   - errorNames: One for the errors of each output, or none to leave them out.
    package init(beside columns: [String], names: [String], errorNames: [String]) {
        digits = .proved
        hasErrors = !errorNames.isEmpty
        writer.writeRow(columns + names + errorNames)
    }

    /// Writes the predictions of a row, one for each output.
    public mutating func write(_ row: [Prediction]) { write(row, beside: nil) }

    /// Writes the predictions of a row, one for each output, behind the row as it was read.
    package mutating func write(_ row: [Prediction], beside record: CSVRecord?) {
        let decimals = row.map { digits == .proved ? $0.decimals : nil }
        // Zero has no sign: it would come from noise or from rounding.
        var cells: [Double] = []
        cells.reserveCapacity(2 * row.count)
        defer { wipe(&cells) }
        for prediction in row { cells.append(prediction.value == 0 ? 0 : prediction.value) }
        guard hasErrors else {
            writer.writeRow(after: record, cells, decimals: decimals)
            return
        }
        for (prediction, decimals) in zip(row, decimals) {
            cells.append(Self.error(of: prediction, decimals: decimals))
        }
        writer.writeRow(after: record, cells, decimals: decimals + row.map { _ in nil })
    }

    /// Takes out what was written since the last call.
    public mutating func drain() -> [UInt8] { writer.drain() }

    /// The error of a prediction as it is written: its own and half a step of the last decimal, rounded up to two digits.
    private static func error(of prediction: Prediction, decimals: Int?) -> Double {
        let rounding = decimals.flatMap { Double("5e-\($0 + 1)") } ?? 0
        return (prediction.maximumError + rounding).nextUp.roundedUp(significantDigits: 2)
    }

    private static let suffix = "_error"
}

/// Why no column of errors can be written: its name is that of another output.
public struct ErrorColumnTaken: Error, Hashable, Sendable, CustomStringConvertible {
    /// The output whose errors have no name of their own.
    public let output: String

    /// The reason in one sentence.
    public var description: String { "the column of the errors of “\(output)” would be called like another output" }
}

extension ErrorColumnTaken: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
