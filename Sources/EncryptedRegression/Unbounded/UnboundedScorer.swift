// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier
import SecretMemory

/// The server's computation in python-paillier's formats: a linear model on encrypted features.
///
/// The answer tells its recipient every bit of the result, which is the format's nature: there is no room for masks. A client
/// that sends other numbers than features, such as powers of two far apart, reads the weights from it.
public struct UnboundedScorer: Sendable {
    /// The model.
    public let model: LinearModel
    /// The exponents and widths that follow from its contract.
    public let scales: UnboundedScales
    private let weights: [[SignedScalar]]
    /// Exact, in units of 2^−1074.
    private let intercepts: [SignedNatural]

    /// Prepares a model; the same scorer serves every key.
    ///
    /// - Throws: ``UnboundedError`` with code `ranges` when the contract's ranges leave the format's exponents.
    public init(model: LinearModel) throws(UnboundedError) {
        let scales = try UnboundedScales(model.contract)
        var weights: [[SignedScalar]] = []
        for (coefficients, exponent) in zip(model.slopes, scales.weightExponents) {
            var row: [SignedScalar] = []
            for coefficient in coefficients {
                let integer = SignedNatural(coefficient, scaledBy: -4 * exponent)
                row.append(
                    try UnboundedError.wrapping { () throws(PaillierError) in
                        try SignedScalar(integer, bitWidth: scales.weightBitWidth)
                    })
            }
            weights.append(row)
        }
        self.model = model
        self.scales = scales
        self.weights = weights
        intercepts = model.constants.map { SignedNatural(unitsOf: $0) }
    }

    /// Evaluates all outputs on one row of encrypted features.
    ///
    /// The numbers are aligned to the lowest of their exponents, or to 0 if that is positive; an answer's exponent is that
    /// minimum plus the output's weight exponent. So the form of the answer depends on the contract and on the request, and on
    /// nothing private; neither does the time.
    ///
    /// - Parameters:
    ///   - features: One number for each column, in the contract's order; the exponents may differ.
    ///   - publicKey: The client's key.
    /// - Returns: One number for each output, each with fresh noise: `PublicKey.rerandomise` says what that does not promise under a
    ///   key without a proof.
    /// - Throws: ``UnboundedError`` with code `columnCount`; `exponent`; `tooLarge` when, at these exponents, the contract's
    ///   ranges do not exclude results beyond `n / 3`; `paillier` for numbers of another key.
    /// - Complexity: One linear combination for each output, and one exponentiation modulo n² by n for its noise; numbers above
    ///   the lowest exponent cost four squarings for each unit.
    public func score(
        _ features: [PythonPaillierEncryptedNumber], publicKey: PublicKey
    ) throws(UnboundedError) -> [PythonPaillierEncryptedNumber] {
        let columnCount = model.contract.columnCount
        guard features.count == columnCount else {
            throw UnboundedError(
                .columnCount, "a request has \(features.count) numbers for \(columnCount) columns")
        }
        let lowest = features.reduce(0) { Swift.min($0, $1.exponent) }
        // All that can be refused is refused before the first power is taken.
        for feature in features { try publicKey.checkAlignment(of: feature, to: lowest) }
        for index in weights.indices {
            guard PythonPaillierEncodedNumber.exponents.contains(lowest + scales.weightExponents[index]) else {
                throw .exponentRefused(PythonPaillierEncodedNumber.exponents)
            }
            guard scales.answerBitWidth(ofOutput: index, alignedTo: lowest) <= publicKey.unboundedBitWidth else {
                throw UnboundedError(
                    .tooLarge, "at the request's exponents the answer needs more bits than the key has")
            }
        }
        var ciphertexts: [Ciphertext] = []
        for feature in features { ciphertexts.append(try publicKey.aligned(feature, to: lowest)) }
        let sums = try UnboundedError.wrapping { () throws(PaillierError) in
            try publicKey.linearCombinations(ciphertexts, weights)
        }
        var answers: [PythonPaillierEncryptedNumber] = []
        for (index, sum) in sums.enumerated() {
            let exponent = lowest + scales.weightExponents[index]
            let intercept = intercepts[index].scaledRounding(byPowerOfTwo: -4 * exponent + Double.leastExponent)
            let plaintext = Plaintext(intercept.residue(modulo: publicKey.modulus.value))
            let answer = try UnboundedError.wrapping { () throws(PaillierError) in
                try publicKey.rerandomise(publicKey.add(sum, plaintext))
            }
            answers.append(try PythonPaillierEncryptedNumber(ciphertext: answer, exponent: exponent))
        }
        return answers
    }
}
