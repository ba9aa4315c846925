// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// The client's first step in python-paillier's formats: rows of features become integers, all at the contract's exponent.
public struct ExchangeEncoder: Sendable {
    /// The public part of the model.
    public let contract: Contract
    /// The exponents and widths that follow from it.
    public let scales: ExchangeScales
    private let publicKey: PublicKey

    /// An encoder for rows of a contract under a key.
    ///
    /// - Throws: ``ExchangeError`` with code `ranges` when the ranges leave the format's exponents, or `tooLarge` when features
    ///   need more bits than the key has.
    public init(contract: Contract, publicKey: PublicKey) throws(ExchangeError) {
        self.contract = contract
        self.publicKey = publicKey
        scales = try ExchangeScales(contract)
        guard scales.featureBitWidth <= publicKey.exchangeBitWidth else {
            throw ExchangeError(.tooLarge, "the features' ranges need a larger key")
        }
    }

    /// Encodes a row, each value rounded to a multiple of `16^scales.featureExponent`, ties to even.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with a finite value outside its range.
    /// - Returns: One number for each feature; their exponents do not depend on the values.
    /// - Throws: ``ExchangeError`` with code `featureCount`, or `notFinite` or `outOfRange` with the feature's name.
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
            let mantissa = SignedNatural(clamped, scaledBy: -4 * scales.featureExponent)
            numbers.append(try publicKey.encoded(mantissa, exponent: scales.featureExponent))
        }
        return numbers
    }
}
