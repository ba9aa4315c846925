// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport

/// Paillier's scheme as the paper states it, on BigInt: two plain exponentiations, no Chinese remainders, no tables.
struct ReferencePaillier {
    let n, square, p, q: BigUInt
    private let order, inverseOrder: BigUInt

    init(_ key: KeyFixture) {
        (n, p, q) = (key.n.value, key.p.value, key.q.value)
        square = n * n
        let common = (p - 1).greatestCommonDivisor(with: q - 1)
        order = (p - 1) / common * (q - 1)
        guard let inverse = order.inverse(n) else { fatalError("gcd(n, φ(n)) is not 1") }
        inverseOrder = inverse
    }

    /// `(1 + mn)·r^n mod n²`.
    func encrypt(_ m: BigUInt, _ r: BigUInt) -> BigUInt {
        (1 + m * n) * r.power(n, modulus: square) % square
    }

    /// `L(c^λ mod n²)·λ⁻¹ mod n`.
    func decrypt(_ c: BigUInt) -> BigUInt {
        (c.power(order, modulus: square) - 1) / n * inverseOrder % n
    }

    /// Plaintexts at which decryption by halves could go wrong, and one at random.
    func edgePlaintexts(_ generator: inout SeededGenerator) -> [BigUInt] {
        [0, 1, n - 1, p, q, p - 1, p + 1, q - 1, q + 1, (n - 1) / 2, (n + 1) / 2, 2 * p, n - p, n - q]
            + [BigUInt.random(below: n, using: &generator)]
    }
}

extension Plaintext {
    init(big value: BigUInt) {
        self.init(bigEndianBytes: value.bigEndianBytes())
    }

    var value: BigUInt { natural.value }
}

extension Ciphertext {
    var value: BigUInt { BigUInt(bigEndianBytes: bigEndianBytes()) }
}

extension PublicKey {
    /// The ciphertext that is this number.
    func ciphertext(_ value: BigUInt) throws(PaillierError) -> Ciphertext {
        try ciphertext(bigEndianBytes: value.bigEndianBytes())
    }

    /// What a computation with secrets arrived at, before noise: multiplied by the noise of the nonce 1, which is 1.
    func bare(_ result: UnreleasedCiphertext) throws(PaillierError) -> BigUInt {
        try rerandomise(result, hiddenBy: noise(nonce: .init(1))).value
    }
}

extension SignedScalar {
    init(big value: BigInt, bitWidth: Int) throws(PaillierError) {
        try self.init(
            magnitude: .init(big: value.magnitude), isNegative: .init(lowestBitOf: value.sign == .minus ? 1 : 0),
            bitWidth: bitWidth)
    }
}
