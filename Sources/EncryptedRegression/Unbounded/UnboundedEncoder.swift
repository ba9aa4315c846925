// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import SecretMemory

/// The client's first step in python-paillier's formats: rows of features become integers, all at the contract's exponent.
public struct UnboundedEncoder: Sendable {
    /// The public part of the model.
    public let contract: Contract
    /// The exponents and widths that follow from it.
    public let scales: UnboundedScales
    /// The exponent of every number that the encoder makes.
    public let exponent: Int
    private let publicKey: PublicKey
    private let isExact: Bool

    /// An encoder for rows of a contract under a key.
    ///
    /// - Parameters:
    ///   - contract: The public part of the model.
    ///   - publicKey: The client's key.
    ///   - exponent: The exponent of the numbers, not positive: every value must be a multiple of that power of 16, so that 0
    ///     encodes whole numbers alone. Without one, ``UnboundedScales/featureExponent``, to which values are rounded.
    /// - Throws: ``UnboundedError`` with code `ranges` when the ranges leave the format's exponents, or `tooLarge` when features
    ///   need more bits than the key has.
    public init(contract: Contract, publicKey: PublicKey, exponent: Int? = nil) throws(UnboundedError) {
        let accepted = PythonPaillierEncodedNumber.exponents.lowerBound...0
        if let exponent, !accepted.contains(exponent) { throw .exponentRefused(accepted) }
        self.contract = contract
        self.publicKey = publicKey
        scales = try UnboundedScales(contract)
        isExact = exponent != nil
        self.exponent = exponent ?? scales.featureExponent
        guard scales.featureBitWidth(at: self.exponent) <= publicKey.unboundedBitWidth else {
            throw UnboundedError(.tooLarge, "the features' ranges need a larger key")
        }
    }

    /// Encodes a row, each value rounded to a multiple of `16^exponent`, ties to even.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with a finite value outside its range.
    /// - Returns: One number for each column; their exponents do not depend on the values.
    /// - Throws: ``UnboundedError`` with code `row` or `notMultiple`, which names the feature.
    public func encode(_ row: [FeatureValue], outOfRange: OutOfRangePolicy = .reject) throws(UnboundedError)
        -> [PythonPaillierEncodedNumber]
    {
        let checked: FeatureRow
        do { checked = try contract.row(row, outOfRange: outOfRange) } catch { throw UnboundedError(error) }
        return try encode(checked)
    }

    /// Encodes a row that has been checked.
    ///
    /// - Returns: One number for each column; their exponents do not depend on the values.
    /// - Throws: ``UnboundedError`` with code `row` for a row of another contract, or `notMultiple`, which names the feature.
    public func encode(_ row: FeatureRow) throws(UnboundedError) -> [PythonPaillierEncodedNumber] {
        let values: WipedArray<Double>
        do { values = try contract.columnValues(of: row) } catch { throw UnboundedError(error) }
        var numbers: [PythonPaillierEncodedNumber] = []
        numbers.reserveCapacity(values.count)
        for (column, value) in values.enumerated() {
            guard !isExact || value.isMultiple(ofPowerOfTwo: 4 * exponent) else { throw notMultiple(column: column) }
            let mantissa = SignedNatural(value, scaledBy: -4 * exponent)
            numbers.append(try publicKey.encoded(mantissa, exponent: exponent))
        }
        return numbers
    }

    /// The refusal of a value; those of levels are whole numbers, which every exponent has.
    private func notMultiple(column: Int) -> UnboundedError {
        let names = contract.features.flatMap { Array(repeating: $0.name, count: $0.columnCount) }
        let kind = exponent == 0 ? "a whole number" : "a multiple of 16^\(exponent)"
        return UnboundedError(
            .notMultiple,
            "the value of feature “\(names[column])” is not \(kind), as exponent \(exponent) demands")
    }
}
