// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
package import SecretMemory

/// A row of feature values that has been checked against its contract.
///
/// Only a ``Contract`` makes one, so whatever takes rows of that contract takes each of them, but for an ``UnboundedEncoder`` that
/// was given an exponent; rows of another are refused with a ``RowError`` of code `foreign`. It holds the client's data: its memory
/// is wiped, and it shows nothing when printed.
public struct FeatureRow: Sendable {
    /// The contract that made the row.
    public let contractID: ContractID
    /// One for each feature: a finite number, or the place of a level.
    package let values: WipedArray<Double>

    init(_ contractID: ContractID, _ values: WipedArray<Double>) {
        self.contractID = contractID
        self.values = values
    }
}

extension FeatureRow: Redacted {}
@available(*, unavailable) extension FeatureRow: Equatable {}

extension Contract {
    /// A row of values in the contract's order.
    ///
    /// ```swift
    /// try contract.row([44, "f", .missing])
    /// ```
    ///
    /// - Parameters:
    ///   - values: One for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with numbers outside their ranges; numbers that are not finite and levels that do not exist
    ///     always throw.
    /// - Returns: The row, numbers inside their ranges, nothing missing.
    /// - Throws: ``RowError``, which names the feature and never the value.
    public func row(_ values: [FeatureValue], outOfRange: OutOfRangePolicy = .reject) throws(RowError) -> FeatureRow {
        try row(values, outOfRange: Optional(outOfRange))
    }

    /// A row of numbers in the contract's order.
    ///
    /// - Throws: As for other values.
    public func row(
        _ values: some Collection<Double>, outOfRange: OutOfRangePolicy = .reject
    ) throws(RowError) -> FeatureRow {
        var iterator = values.makeIterator()
        return try row(count: values.count, outOfRange: outOfRange) { _ in iterator.next().map { .number($0) } }
    }

    /// A row of values by the features' names, in any order: a dictionary, or pairs.
    ///
    /// ```swift
    /// try contract.row(["age": 44, "sex": "f", "dose": .missing])
    /// ```
    ///
    /// - Parameters:
    ///   - values: One for each feature; of a missing one ``FeatureValue/missing``.
    ///   - outOfRange: As for values in order.
    /// - Returns: The row, as for values in order.
    /// - Throws: ``RowError``: `unknownFeature`, `duplicateFeature` and `absentFeature` for names, else as for values in order.
    /// - Complexity: Linear in the number of features where names come in the contract's order, else at most its square.
    public func row(
        _ values: some Collection<(key: String, value: FeatureValue)>, outOfRange: OutOfRangePolicy = .reject
    ) throws(RowError) -> FeatureRow {
        var found = [FeatureValue?](repeating: nil, count: features.count)
        var next = 0
        for (name, value) in values {
            guard let place = place(ofFeature: name, startingAt: next) else {
                throw RowError(.unknownFeature, "the contract has no feature “\(name)”")
            }
            guard case nil = found[place] else {
                throw RowError(.duplicateFeature, "feature “\(name)” has two values")
            }
            found[place] = value
            next = place + 1
        }
        var ordered: [FeatureValue] = []
        ordered.reserveCapacity(features.count)
        for (value, feature) in zip(found, features) {
            guard let value else {
                throw RowError(.absentFeature, "there is no value for feature “\(feature.name)”")
            }
            ordered.append(value)
        }
        return try row(ordered, outOfRange: outOfRange)
    }

    /// A row of values in the contract's order; without a policy numbers outside their ranges pass, and the row is good for
    /// predictions in plaintext alone.
    func row(_ values: [FeatureValue], outOfRange: OutOfRangePolicy?) throws(RowError) -> FeatureRow {
        try row(count: values.count, outOfRange: outOfRange) { values[$0] }
    }

    /// A row of values that come one by one, so that no array of them is left in memory.
    private func row(
        count: Int, outOfRange: OutOfRangePolicy?, _ value: (Int) -> FeatureValue?
    ) throws(RowError) -> FeatureRow {
        guard count == features.count else {
            throw RowError(.count, "a row has \(count) values, the contract has \(features.count) features")
        }
        let checked = try WipedArray(count: count) { (place) throws(RowError) in
            try features[place].checked(value(place) ?? .missing, outOfRange: outOfRange)
        }
        return FeatureRow(id, checked)
    }

    /// The columns of a row: numbers as they are, a category as 1 in the column of its level and 0 in the others of its feature,
    /// all of them 0 for the reference.
    ///
    /// - Returns: ``columnCount`` finite numbers.
    /// - Throws: ``RowError`` with code `foreign` for a row of another contract.
    func columnValues(of row: FeatureRow) throws(RowError) -> WipedArray<Double> {
        guard row.contractID == id else { throw RowError(.foreign, "the row was made by another contract") }
        var columns = WipedArray<Double>(capacity: columnCount)
        for (value, feature) in zip(row.values, features) {
            switch feature.domain {
            case .numeric: columns.append(value)
            case .categorical(let levels, _):
                for column in 1..<levels.count { columns.append(Double(column) == value ? 1 : 0) }
            }
        }
        return columns
    }

    /// The place of the feature of a name; looks there first.
    private func place(ofFeature name: String, startingAt first: Int) -> Int? {
        // Bytes, since comparing strings needs Unicode tables that embedded builds lack.
        func isWanted(_ place: Int) -> Bool { features[place].name.utf8.elementsEqual(name.utf8) }
        return (first..<features.count).first(where: isWanted) ?? (0..<first).first(where: isWanted)
    }
}
