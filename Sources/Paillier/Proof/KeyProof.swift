// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing
package import ModularArithmetic

/// A proof that raising to the n-th power permutes the units modulo n: `gcd(n, φ(n)) = 1`.
///
/// Whoever answers under a key needs this: with a modulus that lacks it, noise `s^n` hides nothing from the key's owner. The
/// proof is n-th roots of eight numbers that a hash derives from n. If `gcd(n, φ(n)) > 1`, its least prime factor divides n, hence is above 2^16
/// when n has no smaller factor, and at most one unit in 2^16 has an n-th root: eight roots leave 2^−128 for each try.
/// Goldberg, Reyzin, Sagga, Baldimtsi, "Efficient Noninteractive Certification of RSA Moduli and Beyond", ASIACRYPT 2019,
/// with the parameters of this library.
public struct KeyProof: Sendable {
    /// The number of roots.
    public static let rootCount = 8
    /// The roots σ_1 … σ_8, in `1 ..< n`.
    package let roots: [Natural]

    package init(roots: [Natural]) {
        self.roots = roots
    }

    /// A proof received from somewhere; ``PublicKey/verify(_:)`` checks it.
    ///
    /// - Parameter roots: Eight numbers, most significant byte first, below 2^4096.
    /// - Throws: ``PaillierError`` with code `invalidProof` for any other count, or a longer number.
    public init(roots: [[UInt8]]) throws(PaillierError) {
        guard roots.count == Self.rootCount else { throw PaillierError(.invalidProof) }
        var numbers: [Natural] = []
        for root in roots {
            let significant = root.drop { $0 == 0 }
            guard significant.count <= KeySize.bits4096.modulusByteCount else { throw PaillierError(.invalidProof) }
            numbers.append(Natural(bigEndianBytes: significant))
        }
        self.roots = numbers
    }

    /// The roots of a proof that verifies for a key of a given size, each in `bits / 8` bytes, the most significant first.
    public func rootBytes(size: KeySize) -> [[UInt8]] {
        roots.map { $0.lowBits(size.modulusByteCount * 8).bigEndianBytes(count: size.modulusByteCount) }
    }

    /// ρ_i: `MGF1-SHA-256("blindscore key v1" ‖ len ‖ n ‖ i) mod n` with `len` in 4 bytes, n in `len` bytes, i in one; the mask
    /// has 16 bytes more than n, which leaves a bias of 2^−128.
    package static func challenges(for key: PublicKey) -> [Residue] {
        (1...rootCount).map { challenge(UInt8($0), for: key) }
    }

    /// ρ_i.
    package static func challenge(_ index: UInt8, for key: PublicKey) -> Residue {
        let count = key.size.modulusByteCount
        var seed = Array("blindscore key v1".utf8)
        seed += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
        seed += key.modulusBytes
        seed.append(index)
        let mask = MGF1.mask(seed: seed, count: count + 16)
        return Residue(reducing: Natural(bigEndianBytes: mask), modulo: key.modulus)
    }
}

extension KeyProof: Hashable {
    /// Whether two proofs have the same roots.
    public static func == (a: KeyProof, b: KeyProof) -> Bool {
        a.roots.count == b.roots.count && zip(a.roots, b.roots).allSatisfy { $0.isEqual(to: $1).reveal() }
    }

    /// Hashes the lowest bytes of the roots.
    public func hash(into hasher: inout Hasher) {
        for root in roots { hasher.combine(root.lowBits(64).bigEndianBytes) }
    }
}

extension PublicKey {
    /// Checks a proof that this key permits noise.
    ///
    /// Verifies after the checks of ``init(modulus:)``, on which its soundness rests: no factor below 2^16.
    ///
    /// - Throws: ``PaillierError`` with code `invalidProof`.
    /// - Complexity: Eight exponentiations modulo n by n.
    public func verify(_ proof: KeyProof) throws(PaillierError) {
        guard proof.roots.count == KeyProof.rootCount else { throw PaillierError(.invalidProof) }
        for root in proof.roots {
            guard !root.isZero.reveal(), root.isLess(than: modulus.value).reveal() else {
                throw PaillierError(.invalidProof)
            }
        }
        let challenges = KeyProof.challenges(for: self)
        let powers = Residue.powersVariableTime(
            of: proof.roots.map { Residue($0, below: modulus) }, to: modulus.value)
        guard Residue.product(challenges).isUnit().reveal(),
            zip(powers, challenges).allSatisfy({ $0.isEqual(to: $1).reveal() })
        else { throw PaillierError(.invalidProof) }
    }
}

extension PrivateKey {
    /// The proof that the public key permits noise.
    ///
    /// Traps when the machine miscalculated: a root that is wrong modulo one prime would give the key away.
    ///
    /// - Complexity: Eighteen exponentiations modulo the primes, in lanes.
    public func makeProof() -> KeyProof {
        guard let proof = proofUnlessFault() else { preconditionFailure("a key's proof failed its own check") }
        return proof
    }

    /// The proof, or nothing when its roots are none.
    package func proofUnlessFault() -> KeyProof? {
        let challenges = KeyProof.challenges(for: publicKey).map { $0.natural }
        // Modulo p, then modulo q.
        let halves = [pHalf, qHalf]
        let residues = halves.map { half in challenges.map { Residue(reducing: $0, modulo: half.prime) } }
        let powers = Residue.powers(
            of: residues.flatMap { $0 },
            to: halves.flatMap { [Natural](repeating: $0.rootExponent(for: publicKey), count: challenges.count) },
            bitCount: primeBitCount)
        let roots = challenges.indices.map { recombination.combine(powers[$0], powers[$0 + challenges.count]) }
        return areRoots(roots, of: residues).reveal() ? KeyProof(roots: roots) : nil
    }

    /// Whether the product of roots is, modulo p and modulo q, an n-th root of the product of what they are roots of.
    ///
    /// Its n-th power modulo p is its q-th, since `x^p = x` there. A single wrong root makes the product wrong.
    private func areRoots(_ roots: [Natural], of residues: [[Residue]]) -> Mask {
        let products = [pHalf, qHalf].map { half in
            Residue.product(roots.map { Residue(reducing: $0, modulo: half.prime) })
        }
        let powers = Residue.powers(
            of: products, to: [qHalf.prime.value, pHalf.prime.value], bitCount: primeBitCount)
        return powers[0].isEqual(to: .product(residues[0])) & powers[1].isEqual(to: .product(residues[1]))
    }
}

extension PrimeHalf {
    /// `n⁻¹ mod (p − 1)`, the exponent of n-th roots modulo p; constant time.
    fileprivate func rootExponent(for key: PublicKey) -> Natural {
        // p − 1 is even, so invert it modulo n instead: (p − 1)·u = 1 + k·n makes −k the inverse of n modulo p − 1.
        guard let inverse = Residue(reducing: order, modulo: key.modulus).inverse() else {
            preconditionFailure("a private key has gcd(n, φ(n)) = 1")
        }
        let multiple = order.multiplied(by: inverse.natural).subtracting(Natural(1)).difference
        let quotient = multiple.exactQuotient(dividingByOdd: key.modulus.value)
        return order.subtracting(quotient).difference.lowBits(bitCount)
    }
}
