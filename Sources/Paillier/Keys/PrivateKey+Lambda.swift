// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension PrivateKey {
    /// A key made elsewhere, from its modulus and a multiple of λ(n) = lcm(p − 1, q − 1): the form of Paillier's paper.
    ///
    /// Such a multiple gives the primes away: of the square roots of 1 that powers of random numbers lead to, half are neither 1
    /// nor −1 and share one prime with n. Miller, "Riemann's hypothesis and tests for primality", Journal of Computer and System
    /// Sciences 13(3), 1976; Boneh, "Twenty years of attacks on the RSA cryptosystem", Notices of the AMS 46(2), 1999, fact 1.
    /// What comes out is checked as any other import: nothing is believed of `lambda`.
    ///
    /// - Parameters:
    ///   - modulus: n, most significant byte first.
    ///   - lambda: λ(n) or a multiple such as (p − 1)·(q − 1), most significant byte first, below n².
    /// - Throws: ``PaillierError`` with code `invalidLambda` when it is no multiple of λ(n), or as ``init(p:q:)``.
    /// - Complexity: Two exponentiations modulo n by `lambda` on average, at most 128, and the checks of ``init(p:q:)``.
    public init(modulus: [UInt8], lambda: [UInt8]) throws(PaillierError) {
        let key = try PublicKey(modulus: modulus)
        let multiple = Natural(bigEndianBytes: lambda)
        guard !multiple.isZero.reveal(), multiple.fits(bitCount: 2 * key.size.bits).reveal() else {
            throw PaillierError(.invalidLambda)
        }
        var source = SystemRandomSource()
        guard let p = Self.factor(of: key.modulus, lambda: multiple, using: &source) else {
            throw PaillierError(.invalidLambda)
        }
        let q = key.modulus.value.exactQuotient(dividingByOdd: p)
        guard p.multiplied(by: q).isEqual(to: key.modulus.value).reveal() else { throw PaillierError(.fault) }
        try self.init(PrivateKeyMaterial(p: p, q: q, structure: nil))
    }

    /// A factor of n other than 1 and n, from a multiple of λ(n) that is not zero; nothing when it is none.
    ///
    /// With `lambda = 2^s·t`, t odd, and a random a, the first of `a^t, a^2t, a^4t, …` that is 1 has a square root of 1 before
    /// it, which is 1 or −1 modulo each prime independently of the others: one base in two finds a factor, or more.
    private static func factor(
        of modulus: Modulus, lambda: Natural, using source: inout some RandomSource
    ) -> Natural? {
        var twos = 0
        while lambda.bit(twos) == 0 { twos += 1 }
        let odd = lambda.shiftedRight(by: twos)
        let bitCount = odd.bitWidthVariableTime
        let one = Residue.one(modulo: modulus)
        for _ in 0..<128 {
            let base = Natural.random(from: 2, below: modulus.value, using: &source)
            var power = Residue(reducing: base, modulo: modulus).power(odd, bitCount: bitCount)
            var root = one
            var squarings = 0
            while squarings < twos, !power.isEqual(to: one).reveal() {
                root = power
                power = power.squared()
                squarings += 1
            }
            // A unit's power by a multiple of λ(n) is 1, and a base that is no unit has a factor of its own.
            let candidate = power.isEqual(to: one).reveal() ? (root - one).natural : base
            let divisor = GreatestCommonDivisor.gcd(candidate, modulus.value)
            let isTrivial = divisor.isEqual(to: Natural(1)) | divisor.isEqual(to: modulus.value)
            if !isTrivial.reveal() { return divisor }
            guard power.isEqual(to: one).reveal() else { return nil }
        }
        return nil
    }
}
