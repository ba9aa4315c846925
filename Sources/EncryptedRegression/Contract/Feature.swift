// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One input of a model: its name, its unit, and the values that it takes.
public struct Feature: Hashable, Sendable {
    /// The values that a feature takes; all of it is public.
    public enum Domain: Hashable, Sendable {
        /// Numbers from `minimum` to `maximum`; `ifMissing`, one of them, stands for a missing value, if there is one.
        case numeric(minimum: Double, maximum: Double, ifMissing: Double?)
        /// One of 2 to 64 texts, the first of which is the reference; `ifMissing` is the place of one of them, from 0.
        case categorical(levels: [String], ifMissing: Int?)
    }

    /// The name, which is also the name of the column that holds the feature.
    public var name: String
    /// The unit of the values, for people; may be empty.
    public var unit: String
    /// The values.
    public var domain: Domain

    /// A feature as its model's owner describes it; checked when it becomes part of a ``Contract``.
    public init(name: String, unit: String = "", domain: Domain) {
        self.name = name
        self.unit = unit
        self.domain = domain
    }

    /// A feature whose values are numbers.
    public init(name: String, unit: String = "", minimum: Double, maximum: Double, ifMissing: Double? = nil) {
        self.init(
            name: name, unit: unit, domain: .numeric(minimum: minimum, maximum: maximum, ifMissing: ifMissing))
    }

    /// A feature whose values are categories; `ifMissing` is the place, from 0, of the level that stands for a missing value.
    public init(name: String, unit: String = "", levels: [String], ifMissing: Int? = nil) {
        self.init(name: name, unit: unit, domain: .categorical(levels: levels, ifMissing: ifMissing))
    }

    /// Columns of the protocol that hold the feature: one for numbers, one for each level but the reference.
    public var columnCount: Int {
        switch domain {
        case .numeric: 1
        case .categorical(let levels, _): levels.count - 1
        }
    }

    /// The level that a text names: equal byte for byte, spaces and tabs at the ends of both aside.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: The level's place from 0; nil when there is none, or the feature is a number.
    public func level(matching text: some BidirectionalCollection<UInt8>) -> Int? {
        guard case .categorical(let levels, _) = domain else { return nil }
        let wanted = trimmed(text)
        return levels.firstIndex { trimmed($0.utf8).elementsEqual(wanted) }
    }
}

extension Feature {
    /// The most levels of a feature.
    public static let maximumLevelCount = 64
    /// The most bytes of a level's UTF-8.
    public static let maximumLevelByteCount = 256

    /// What is wrong with the values, or nothing.
    var fault: ContractError? {
        switch domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            if let fault = Contract.fault(of: minimum, maximum) {
                return ContractError(.range, "feature “\(name)” \(fault)")
            }
            guard let ifMissing else { return nil }
            return ifMissing >= minimum && ifMissing <= maximum
                ? nil
                : ContractError(.ifMissing, "the value for missing cells of feature “\(name)” is outside its range")
        case .categorical(let levels, let ifMissing):
            if let fault = Self.fault(of: levels) {
                return ContractError(.levels, "feature “\(name)” \(fault)")
            }
            return ifMissing.map(levels.indices.contains) ?? true
                ? nil
                : ContractError(.ifMissing, "the value for missing cells of feature “\(name)” is none of its levels")
        }
    }

    private static func fault(of levels: [String]) -> String? {
        guard (2...maximumLevelCount).contains(levels.count) else {
            return "must have 2 to \(maximumLevelCount) levels, not \(levels.count)"
        }
        var seen: Set<[UInt8]> = []
        for (index, level) in levels.enumerated() {
            let text = trimmed(level.utf8)
            guard !text.isEmpty, level.utf8.count <= maximumLevelByteCount else {
                return "must have levels of 1 to \(maximumLevelByteCount) bytes; level \(index + 1) has not"
            }
            guard level.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
                return "has a control character in level \(index + 1)"
            }
            guard seen.insert(Array(text)).inserted else { return "has the level “\(level)” twice" }
        }
        return nil
    }
}

/// UTF-8 without the spaces and tabs at its ends.
private func trimmed<Text: BidirectionalCollection<UInt8>>(_ text: Text) -> Text.SubSequence {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var slice = text[...]
    while let first = slice.first, isBlank(first) { slice = slice.dropFirst() }
    while let last = slice.last, isBlank(last) { slice = slice.dropLast() }
    return slice
}
