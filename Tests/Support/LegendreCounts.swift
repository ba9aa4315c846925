// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
package import Paillier

/// Counts the pairs of Legendre symbols modulo p and q of noise: a shared exponent, a base that is a square or a reused value
/// shows here.
package final class LegendreCounts {
    private let halves: [(prime: Modulus, half: Natural, bitCount: Int)]

    /// How often the symbols were (1, 1), (−1, 1), (1, −1), (−1, −1).
    package private(set) var cells = [0, 0, 0, 0]

    package init(_ key: PrivateKey) {
        halves = [key.pHalf, key.qHalf].map { ($0.prime, $0.order.shiftedRight(by: 1), $0.bitCount) }
    }

    package func count(_ noise: Natural) {
        var cell = 0
        for (index, half) in halves.enumerated() {
            let symbol = Residue(reducing: noise, modulo: half.prime).power(half.half, bitCount: half.bitCount)
            if !symbol.isEqual(to: .one(modulo: half.prime)).reveal() { cell |= 1 << index }
        }
        cells[cell] += 1
    }

    /// Chi-square with three degrees of freedom: above 27 once in 170,000 runs of a sound sampler.
    package var areUniform: Bool {
        let mean = Double(cells.reduce(0, +)) / 4
        return cells.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean } < 27
    }
}
