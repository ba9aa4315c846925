// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory
import Tables

/// The target column on its way to numbers.
struct TargetColumn {
    private let name: String
    private let family: Family
    private let wanted: String?
    /// For each row the number, or for the binomial family the place of its level; NaN where the cell is missing.
    private(set) var values = WipedArray<Double>()
    /// The levels of a binomial target in the order of their appearance, at most three.
    private var levels: [(text: String, truth: Double?)] = []

    init(_ choice: ColumnChoice) {
        (name, family, wanted) = (choice.target, choice.family, choice.positiveLevel)
    }

    /// How its cells are to be read: truth values and levels as the texts that they are.
    var kind: CSVColumn.Kind { family == .binomial ? .text : .number }

    /// Adds the cell of one row.
    ///
    /// - Returns: Whether the cell is missing.
    mutating func add(_ cell: CSVCell, line: Int, _ faults: inout CSVFaults) -> Bool {
        switch cell {
        case .number(let number):
            if number.magnitude > TrainingData.largestMagnitude {
                faults.add(.outOfRange, line: line, column: name, "the value is beyond 1e150")
            } else if !family.contains(number) {
                faults.add(
                    .outOfRange, line: line, column: name, "the family \(family.rawValue) is for \(family.targets)")
            }
            values.append(number)
        case .text(let text):
            guard !CSVCell.isMissing(text.utf8) else { fallthrough }
            values.append(Double(place(of: text)))
        case .missing:
            values.append(.nan)
            return true
        }
        return false
    }

    private mutating func place(of text: String) -> Int {
        let truth = Self.truth(text)
        if let place = levels.firstIndex(where: {
            ColumnChoice.isSame($0.text, text) || truth != nil && $0.truth == truth
        }) {
            return place
        }
        if levels.count < 3 { levels.append((text, truth)) }
        return levels.count - 1
    }

    /// What a text says that reads as 0 or 1, or as a truth value.
    private static func truth(_ text: String) -> Double? {
        switch text.lowercased() {
        case "true": 1
        case "false": 0
        default: Double(text).flatMap { $0 == 0 || $0 == 1 ? $0 : nil }
        }
    }

    /// The targets of the rows to keep, and the level that counts as 1 where the target's name does not say it.
    func targets(_ rows: [Int]) throws(CSVError) -> (
        target: WipedArray<Double>, positiveLevel: String?
    ) {
        let kept = values.elements(at: rows)
        guard family == .binomial else { return (kept, nil) }
        guard levels.count == 2 else {
            throw CSVError(
                .levelCount, column: name,
                levels.count < 2
                    ? "the target is the same in all rows"
                    : "the target has more than two levels, which the family binomial is for")
        }
        let isTruth = levels.allSatisfy { $0.truth != nil }
        let second =
            isTruth
            ? (levels[1].truth == 1 ? 1 : 0)
            : (levels[0].text.utf8.lexicographicallyPrecedes(levels[1].text.utf8) ? 1 : 0)
        let positive = try wanted.map(place(ofChosen:)) ?? second
        let target = kept.map { Int($0) == positive ? 1.0 : 0 }
        guard target.contains(0), target.contains(1) else {
            throw CSVError(.levelCount, column: name, "the target is the same in all rows that are left")
        }
        guard !isTruth || positive != second else { return (target, nil) }
        guard !Contract.isFormula(levels[positive].text) else {
            throw CSVError(
                .levelCount, column: name,
                "the output is named after the level that counts as 1, which begins as a formula does, and a spreadsheet would run it: "
                    + "rename the level, or give the other one as --positive")
        }
        return (target, levels[positive].text)
    }

    private func place(ofChosen text: String) throws(CSVError) -> Int {
        let truth = Self.truth(text)
        guard
            let place = levels.firstIndex(where: {
                ColumnChoice.isSame($0.text, text) || truth != nil && $0.truth == truth
            })
        else {
            throw CSVError(.unknownLevel, column: name, "no row has the level that --positive names")
        }
        return place
    }
}
