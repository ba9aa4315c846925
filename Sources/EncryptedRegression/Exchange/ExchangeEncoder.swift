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
    /// - Returns: One number for each column; their exponents do not depend on the values.
    /// - Throws: ``ExchangeError`` with code `row`, which names the feature.
    public func encode(_ row: [FeatureValue], outOfRange: OutOfRangePolicy = .reject) throws(ExchangeError)
        -> [EncodedNumber]
    {
        let values: [Double]
        do { values = try contract.columnValues(of: row, outOfRange: outOfRange) } catch { throw ExchangeError(error) }
        var numbers: [EncodedNumber] = []
        numbers.reserveCapacity(values.count)
        for value in values {
            let mantissa = SignedNatural(value, scaledBy: -4 * scales.featureExponent)
            numbers.append(try publicKey.encoded(mantissa, exponent: scales.featureExponent))
        }
        return numbers
    }
}
