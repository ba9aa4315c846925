// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// The client's first step in python-paillier's formats: rows of features become integers, all at the contract's exponent.
public struct ExchangeEncoder: Sendable {
    /// The public part of the model.
    public let contract: Contract
    /// The exponents and widths that follow from it.
    public let scales: ExchangeScales
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
    ///     encodes whole numbers alone. Without one, ``ExchangeScales/featureExponent``, to which values are rounded.
    /// - Throws: ``ExchangeError`` with code `ranges` when the ranges leave the format's exponents, or `tooLarge` when features
    ///   need more bits than the key has.
    public init(contract: Contract, publicKey: PublicKey, exponent: Int? = nil) throws(ExchangeError) {
        let accepted = EncodedNumber.exponents.lowerBound...0
        if let exponent, !accepted.contains(exponent) { throw .exponentRefused(accepted) }
        self.contract = contract
        self.publicKey = publicKey
        scales = try ExchangeScales(contract)
        isExact = exponent != nil
        self.exponent = exponent ?? scales.featureExponent
        guard scales.featureBitWidth(at: self.exponent) <= publicKey.exchangeBitWidth else {
            throw ExchangeError(.tooLarge, "the features' ranges need a larger key")
        }
    }

    /// Encodes a row, each value rounded to a multiple of `16^exponent`, ties to even.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with a finite value outside its range.
    /// - Returns: One number for each feature; their exponents do not depend on the values.
    /// - Throws: ``ExchangeError`` with code `featureCount`, or `notFinite`, `outOfRange` or `notMultiple` with the feature's name.
    public func encode(_ row: [Double], outOfRange: OutOfRangePolicy = .reject) throws(ExchangeError) -> [EncodedNumber]
    {
        guard row.count == contract.features.count else {
            throw ExchangeError(
                .featureCount, "a row has \(row.count) values for \(contract.features.count) features")
        }
        var numbers: [EncodedNumber] = []
        numbers.reserveCapacity(row.count)
        for (value, feature) in zip(row, contract.features) {
            guard value.isFinite else {
                throw ExchangeError(.notFinite, "the value of feature \"\(feature.name)\" is not a finite number")
            }
            let clamped = Swift.min(Swift.max(value, feature.minimum), feature.maximum)
            guard clamped == value || outOfRange == .clamp else {
                throw ExchangeError(
                    .outOfRange,
                    "the value of feature \"\(feature.name)\" is outside its range, \(feature.minimum) to \(feature.maximum)"
                )
            }
            guard !isExact || clamped.isMultiple(ofPowerOfTwo: 4 * exponent) else {
                let kind = exponent == 0 ? "a whole number" : "a multiple of 16^\(exponent)"
                throw ExchangeError(
                    .notMultiple,
                    "the value of feature \"\(feature.name)\" is not \(kind), as exponent \(exponent) demands")
            }
            let mantissa = SignedNatural(clamped, scaledBy: -4 * exponent)
            numbers.append(try publicKey.encoded(mantissa, exponent: exponent))
        }
        return numbers
    }
}
