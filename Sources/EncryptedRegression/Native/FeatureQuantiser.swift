// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Feature values to integers: `U = round(N·u)`, where u maps the feature's range to −1 … 1.
public struct FeatureQuantiser: Sendable {
    private let contract: Contract

    /// The quantiser of a contract.
    public init(_ contract: Contract) {
        self.contract = contract
    }

    /// The integers of one row, in `−N … N`.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with values outside their ranges; values that are not finite always throw.
    /// - Returns: One integer for each feature.
    /// - Throws: ``RowError``, which names the feature and never the value.
    public func quantise(_ row: [Double], outOfRange: OutOfRangePolicy = .reject) throws(RowError) -> [Int64] {
        guard row.count == contract.features.count else {
            throw RowError(
                .count, "a row has \(row.count) values, the contract has \(contract.features.count) features")
        }
        let steps = Double(contract.steps)
        var integers: [Int64] = []
        integers.reserveCapacity(row.count)
        for (value, feature) in zip(row, contract.features) {
            guard value.isFinite else {
                throw RowError(.notFinite, "the value of feature \"\(feature.name)\" is not a finite number")
            }
            let inside = min(max(value, feature.minimum), feature.maximum)
            guard outOfRange == .clamp || inside == value else {
                throw RowError(.outOfRange, "the value of feature \"\(feature.name)\" is outside its range")
            }
            // The order of these steps is part of the protocol: both ends of a range give exactly ∓N.
            let position = (inside - feature.minimum) / (feature.maximum - feature.minimum) * 2 - 1
            integers.append(Int64((steps * position).rounded(.toNearestOrEven)))
        }
        return integers
    }
}

/// Why a row could not be encoded; names the feature, never a value.
public struct RowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// A row does not have one value for each feature.
        public static let count = Code(number: 1)
        /// A value is not a finite number.
        public static let notFinite = Code(number: 2)
        /// A value is outside its feature's range.
        public static let outOfRange = Code(number: 3)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
