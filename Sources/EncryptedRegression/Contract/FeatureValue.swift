// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The value of one feature in one row, which a ``Contract`` checks when it makes a ``FeatureRow``.
///
/// Literals are numbers and texts: `[44, 6.5, "f"]`.
public enum FeatureValue: Hashable, Sendable {
    /// A number, of a numeric feature.
    case number(Double)
    /// The place of a level, from 0, of a categorical feature.
    case level(Int)
    /// The name of a level of a categorical feature: its text, spaces and tabs at the ends aside.
    case text(String)
    /// No value: what the contract's `ifMissing` stands for, refused where there is none.
    case missing
}

extension Feature {
    /// A value as one number: a number inside the range, or the place of a level; what stands for a missing value in its stead.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - outOfRange: What to do with a number outside the range; nil lets it pass. Numbers that are not finite and levels that
    ///     do not exist always throw.
    /// - Returns: A finite number, or the place of a level.
    /// - Throws: ``RowError``, which names the feature and never the value.
    func checked(_ value: FeatureValue, outOfRange: OutOfRangePolicy?) throws(RowError) -> Double {
        switch domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            let number = try number(value, ifMissing: ifMissing)
            let inside = min(max(number, minimum), maximum)
            guard inside == number || outOfRange != .reject else {
                throw RowError(.outOfRange, "the value of feature “\(name)” is outside its range")
            }
            return outOfRange == nil ? number : inside
        case .categorical(let levels, let ifMissing):
            return Double(try level(value, of: levels.count, ifMissing: ifMissing))
        }
    }

    private func number(_ value: FeatureValue, ifMissing: Double?) throws(RowError) -> Double {
        switch value {
        case .number(let number):
            guard number.isFinite else {
                throw RowError(.notFinite, "the value of feature “\(name)” is not a finite number")
            }
            return number
        case .level, .text:
            throw RowError(.kind, "feature “\(name)” takes a number, not a level")
        case .missing:
            guard let ifMissing else { throw missing }
            return ifMissing
        }
    }

    private func level(_ value: FeatureValue, of count: Int, ifMissing: Int?) throws(RowError) -> Int {
        switch value {
        case .number:
            throw RowError(.kind, "feature “\(name)” takes a level, not a number")
        case .level(let level):
            guard (0..<count).contains(level) else { throw unknownLevel }
            return level
        case .text(let text):
            guard let level = level(matching: text.utf8) else { throw unknownLevel }
            return level
        case .missing:
            guard let ifMissing else { throw missing }
            return ifMissing
        }
    }

    private var unknownLevel: RowError {
        RowError(.unknownLevel, "feature “\(name)” has no such level")
    }

    private var missing: RowError {
        RowError(.missing, "feature “\(name)” has no value, and the contract names none for missing ones")
    }
}

extension FeatureValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A number written out.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A number written out.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A level's name written out.
    public init(stringLiteral value: String) { self = .text(value) }
}

/// What a client does with a finite value outside its feature's range.
public enum OutOfRangePolicy: Hashable, Sendable {
    /// Refuse the row.
    case reject
    /// Take the nearer end of the range instead.
    case clamp
}
