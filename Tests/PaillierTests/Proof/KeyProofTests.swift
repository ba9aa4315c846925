// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Proof of a key")
struct KeyProofTests {
    struct Vector: Decodable, Sendable {
        let key: String
        let roots: [HexNumber]
    }

    @Test("proofs match the known answers and verify", arguments: try VectorFile.load("proofs", as: Vector.self))
    func knownAnswers(_ vector: Vector) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let proof = key.makeProof()
        #expect(proof.roots.map { $0.value } == vector.roots.map(\.value))
        try key.publicKey.verify(proof)
        let transported = KeyProof(roots: proof.rootBytes(size: key.publicKey.size))
        try key.publicKey.verify(transported)
    }

    static let key = KeyFixture.named("structured-512")

    /// Proofs that are nearly right.
    static let damages: [String: @Sendable ([BigUInt], BigUInt) -> [BigUInt]] = [
        "a root plus n": { roots, n in [roots[0] + n] + roots.dropFirst() },
        "a root's negative": { roots, n in [n - roots[0]] + roots.dropFirst() },
        "a root plus one": { roots, _ in roots.dropLast() + [roots[7] + 1] },
        "zero": { roots, _ in [0] + roots.dropFirst() },
        "roots in another order": { roots, _ in roots.reversed() },
        "seven roots": { roots, _ in Array(roots.dropLast()) },
        "nine roots": { roots, _ in roots + [roots[0]] },
        "no root": { _, _ in [] },
    ]

    @Test("a damaged proof is refused", arguments: damages.keys.sorted())
    func refusesDamage(_ name: String) throws {
        let key = try Self.key.privateKey
        let roots = key.makeProof().roots.map { $0.value }
        let damage = try #require(Self.damages[name])
        let proof = KeyProof(roots: damage(roots, Self.key.n.value).map { Natural(big: $0) })
        #expect(throws: PaillierError.self) { try key.publicKey.verify(proof) }
    }

    @Test("a proof of another key is refused")
    func refusesOtherKey() throws {
        let other = try KeyFixture.named("phe-512").privateKey
        #expect(throws: PaillierError.self) {
            try Self.key.privateKey.publicKey.verify(other.makeProof())
        }
    }

    /// Moduli n with gcd(n, φ(n)) > 1: their owners can find roots for some challenges only. All roots that exist are given,
    /// found with the factorisation; the challenges without a root get none.
    @Test("moduli on which noise would not hide are refused", arguments: ["p²q", "q with p | q − 1"])
    func refusesNonPermutations(_ kind: String) throws {
        // Primes above 2^16, so that the roots alone decide.
        let p = BigUInt(1_000_003)
        let q: BigUInt = kind == "p²q" ? 1_000_033 : try #require((1..<1000).map { 2 * BigUInt($0) * p + 1 }.first { $0.isPrime() })
        let n = kind == "p²q" ? p * p * q : p * q
        let totient = kind == "p²q" ? p * (p - 1) * (q - 1) : (p - 1) * (q - 1)
        #expect(n.greatestCommonDivisor(with: totient) == p)
        let key = try PublicKey(insecureTestModulus: Natural(big: n))
        // x ↦ x^(n⁻¹ mod the part of the order prime to n) inverts the n-th power on the n-th residues.
        let order = kind == "p²q" ? (p - 1) * (q - 1) : (p - 1) * ((q - 1) / p)
        let exponent = try #require(n.inverse(order))
        let roots = (1...8).map { index in
            KeyProof.challenge(UInt8(index), for: key).natural.value.power(exponent, modulus: n)
        }
        let right = zip(1...8, roots).filter { index, root in
            root.power(n, modulus: n) == KeyProof.challenge(UInt8(index), for: key).natural.value
        }
        #expect(right.count < 8, "by chance a proof of a bad modulus exists: change the primes")
        #expect(throws: PaillierError.self) { try key.verify(KeyProof(roots: roots.map { Natural(big: $0) })) }
    }
}
