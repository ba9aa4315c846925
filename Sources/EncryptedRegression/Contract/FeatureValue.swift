// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The value of one feature in one row.
public enum FeatureValue: Hashable, Sendable {
    /// A number, of a numeric feature.
    case number(Double)
    /// The place of a level, from 0, of a categorical feature.
    case level(Int)
    /// No value: what the contract's `ifMissing` stands for, refused where there is none.
    case missing
}

extension Contract {
    /// The columns of a row: numbers as they are, a category as 1 in the column of its level and 0 in the others of its
    /// feature, all of them 0 for the reference.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with numbers outside their ranges; nil lets them pass. Numbers that are not finite and
    ///     levels that do not exist always throw.
    /// - Returns: ``columnCount`` finite numbers.
    /// - Throws: ``RowError``, which names the feature and never the value.
    func columnValues(of row: [FeatureValue], outOfRange: OutOfRangePolicy?) throws(RowError) -> [Double] {
        guard row.count == features.count else {
            throw RowError(.count, "a row has \(row.count) values, the contract has \(features.count) features")
        }
        var columns: [Double] = []
        columns.reserveCapacity(columnCount)
        for (value, feature) in zip(row, features) {
            switch feature.domain {
            case .numeric(let minimum, let maximum, let ifMissing):
                let number = try feature.number(value, ifMissing: ifMissing)
                let inside = min(max(number, minimum), maximum)
                guard inside == number || outOfRange != .reject else {
                    throw RowError(.outOfRange, "the value of feature \"\(feature.name)\" is outside its range")
                }
                columns.append(outOfRange == nil ? number : inside)
            case .categorical(let levels, let ifMissing):
                let level = try feature.level(value, of: levels.count, ifMissing: ifMissing)
                for column in 1..<levels.count { columns.append(column == level ? 1 : 0) }
            }
        }
        return columns
    }
}

extension Feature {
    fileprivate func number(_ value: FeatureValue, ifMissing: Double?) throws(RowError) -> Double {
        switch value {
        case .number(let number):
            guard number.isFinite else {
                throw RowError(.notFinite, "the value of feature \"\(name)\" is not a finite number")
            }
            return number
        case .level:
            throw RowError(.kind, "feature \"\(name)\" takes a number, not a level")
        case .missing:
            guard let ifMissing else { throw missing }
            return ifMissing
        }
    }

    fileprivate func level(_ value: FeatureValue, of count: Int, ifMissing: Int?) throws(RowError) -> Int {
        switch value {
        case .number:
            throw RowError(.kind, "feature \"\(name)\" takes a level, not a number")
        case .level(let level):
            guard (0..<count).contains(level) else {
                throw RowError(.unknownLevel, "feature \"\(name)\" has no such level")
            }
            return level
        case .missing:
            guard let ifMissing else { throw missing }
            return ifMissing
        }
    }

    private var missing: RowError {
        RowError(.missing, "feature \"\(name)\" has no value, and the contract names none for missing ones")
    }
}

extension FeatureValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A number written out.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A number written out.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
}
