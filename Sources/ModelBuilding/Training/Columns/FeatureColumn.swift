// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory
import Tables

/// A column of a table on its way to a feature: what its cells say, before it is known whether they are numbers or levels.
struct FeatureColumn {
    let name: String
    /// What is known about it beforehand.
    let description: Feature?
    private let isCategorical: Bool
    /// For each row the number, or the place of its text among ``texts``; NaN where the cell is missing.
    private(set) var values = WipedArray<Double>()
    private var texts: [String] = []
    private var places: [[UInt8]: Int] = [:]
    private var hasTooManyTexts = false
    private var numbers = Tally()
    private var words = Tally()

    /// How many cells of a kind there are, and where the first ones are.
    private struct Tally {
        var count = 0
        var lines: [Int] = []

        mutating func add(_ line: Int) {
            count += 1
            if lines.count < 10 { lines.append(line) }
        }
    }

    /// A column yet without rows.
    init(_ name: String, _ description: Feature?, isCategorical: Bool) {
        (self.name, self.description, self.isCategorical) = (name, description, isCategorical)
    }

    /// How its cells are to be read.
    var kind: CSVColumn.Kind {
        switch description?.domain {
        case .numeric: .number
        case .categorical: .text
        case nil: isCategorical ? .text : .any
        }
    }

    /// Adds the cell of one row.
    ///
    /// - Returns: Whether the cell is missing and nothing stands for it yet.
    mutating func add(_ cell: CSVCell, line: Int, _ faults: inout CSVFaults) -> Bool {
        switch (cell, description?.domain) {
        case (.number(let number), let domain):
            let limit = TrainingData.largestMagnitude
            var (low, high) = (-limit, limit)
            if case .numeric(let minimum, let maximum, _) = domain {
                (low, high) = (max(minimum, low), min(maximum, high))
            }
            if number < low || number > high {
                faults.add(.outOfRange, line: line, column: name, "the value lies outside \(low) to \(high)")
            }
            numbers.add(line)
            values.append(number)
        case (.text(let text), .categorical(_, let ifMissing)):
            if let level = description?.level(matching: text.utf8) {
                values.append(Double(level))
            } else if CSVCell.isMissing(text.utf8) {
                return addMissing(ifMissing.map(Double.init))
            } else {
                faults.add(.unknownLevel, line: line, column: name, "the value is none of the feature's levels")
            }
        case (.text(let text), _):
            if kind == .text, CSVCell.isMissing(text.utf8) { return addMissing(nil) }
            words.add(line)
            values.append(Double(place(of: text)))
        case (.missing, .numeric(_, _, let ifMissing)): return addMissing(ifMissing)
        case (.missing, _): return addMissing(nil)
        }
        return false
    }

    private mutating func addMissing(_ value: Double?) -> Bool {
        values.append(value ?? .nan)
        return value == nil
    }

    private mutating func place(of text: String) -> Int {
        let bytes = Array(text.utf8)
        if let place = places[bytes] { return place }
        guard texts.count < Feature.maximumLevelCount else {
            hasTooManyTexts = true
            return 0
        }
        places[bytes] = texts.count
        texts.append(text)
        return texts.count - 1
    }
}

extension FeatureColumn {
    /// A feature with its columns, and which of its levels are rare.
    struct Result {
        let feature: TrainingFeature
        let columns: [WipedArray<Double>]
        let rareLevels: [String]
    }

    /// Decides what the column is, and makes the feature's columns.
    ///
    /// - Parameters:
    ///   - rows: The rows to keep.
    ///   - fillsMissing: Whether missing cells get the mean or the commonest level, and the feature says so.
    /// - Returns: The feature, as numbers or as levels.
    /// - Throws: `CSVError` for a column that mixes both, or has no value, one level or more than 64.
    func feature(_ rows: [Int], fillsMissing: Bool) throws(CSVError) -> Result {
        guard numbers.count == 0 || words.count == 0 else { throw mixed }
        let kept = values.elements(at: rows)
        let known = kept.elements(at: kept.indices.filter { !kept[$0].isNaN })
        guard !known.isEmpty else {
            throw CSVError(
                .missingCell, column: name,
                "the column has no value in any row: leave it out with --exclude \(argument)")
        }
        if case .categorical(let levels, let ifMissing) = description?.domain {
            return categories(levels, kept, ifMissing, fillsMissing, rare: [])
        }
        return words.count > 0 ? try observedCategories(kept, fillsMissing) : numeric(kept, known, fillsMissing)
    }

    /// Such a column identifies the rows, most often; nil where the texts seen so far are few enough for levels.
    var tooManyTexts: CSVError? {
        guard hasTooManyTexts, numbers.count == 0 else { return nil }
        return CSVError(
            .levelCount, column: name,
            "the column has more than \(Feature.maximumLevelCount) different texts: leave it out with --exclude \(argument)"
        )
    }

    private func numeric(
        _ kept: WipedArray<Double>, _ known: WipedArray<Double>, _ fillsMissing: Bool
    ) -> Result {
        var standIn: Double?
        if case .numeric(_, _, let ifMissing?) = description?.domain { standIn = ifMissing }
        if standIn == nil, fillsMissing { standIn = mean(known, nil) }
        let filled = known.count < kept.count ? kept.map { $0.isNaN ? standIn ?? 0 : $0 } : kept
        return Result(
            feature: TrainingFeature(name, .numeric(ifMissing: standIn)), columns: [filled], rareLevels: [])
    }

    /// The levels of the rows: the commonest first, of several the one of smaller bytes, the others in the order of their bytes.
    private func observedCategories(
        _ kept: WipedArray<Double>, _ fillsMissing: Bool
    ) throws(CSVError) -> Result {
        if let fault = tooManyTexts { throw fault }
        var counts = Array(repeating: 0, count: texts.count)
        for value in kept where !value.isNaN { counts[Int(value)] += 1 }
        var order = texts.indices.filter { counts[$0] > 0 }.sorted {
            texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
        }
        guard order.count > 1 else {
            throw CSVError(
                .levelCount, column: name,
                "the column has the same text in all rows: leave it out with --exclude \(argument)")
        }
        // The first of the largest: ties go to the smaller bytes.
        if let reference = order.indices.max(by: {
            counts[order[$0]] < counts[order[$1]] || counts[order[$0]] == counts[order[$1]] && $0 > $1
        }) {
            order.insert(order.remove(at: reference), at: 0)
        }
        var newPlaces = Array(repeating: 0, count: texts.count)
        for (place, old) in order.enumerated() { newPlaces[old] = place }
        return categories(
            order.map { texts[$0] }, kept.map { $0.isNaN ? $0 : Double(newPlaces[Int($0)]) }, nil, fillsMissing,
            rare: order.filter { counts[$0] < 5 }.map { texts[$0] })
    }

    /// The columns of rows that have the place of a level each, NaN where the cell is missing.
    private func categories(
        _ levels: [String], _ rows: WipedArray<Double>, _ ifMissing: Int?, _ fillsMissing: Bool, rare: [String]
    ) -> Result {
        var standIn = ifMissing
        if standIn == nil, fillsMissing {
            let counts = levels.indices.map { level in rows.count { $0 == Double(level) } }
            standIn = counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 }
        }
        let columns = levels.indices.dropFirst().map { level in
            rows.map { ($0.isNaN ? standIn == level : $0 == Double(level)) ? 1.0 : 0 }
        }
        return Result(
            feature: TrainingFeature(name, .categorical(levels: levels, ifMissing: standIn)), columns: columns,
            rareLevels: rare)
    }

    /// The name as a shell takes it for one argument.
    private var argument: String {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains($0)
        }
        if isPlain { return name }
        return name.contains { "\"\\$`!".contains($0) }
            ? "'" + name.replacing("'", with: "'\\''") + "'" : "\"\(name)\""
    }

    /// Some cells are numbers and others are not; the fewer ones are the ones to look at.
    private var mixed: CSVError {
        let areWords = words.count <= numbers.count
        let (few, what) = areWords ? (words, "no numbers") : (numbers, "numbers")
        let lines = few.lines.map(String.init).joined(separator: ", ")
        let more = few.count > few.lines.count ? " and \(few.count - few.lines.count) more" : ""
        return CSVError(
            .notANumber, line: few.lines.first, column: name,
            "the column mixes numbers and texts: the cells in \(few.count == 1 ? "line" : "lines") \(lines)\(more) are \(what)"
                + " (mend or empty them, make every cell a category with --categorical \(argument), or leave the column out with --exclude \(argument))"
        )
    }
}
