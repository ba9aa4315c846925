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
        let id: HexBytes
        let roots: [HexNumber]
    }

    @Test(
        "proofs and ids match the known answers and verify", arguments: try VectorFile.load("proofs", as: Vector.self))
    func knownAnswers(_ vector: Vector) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let proof = key.makeProof()
        #expect(proof.roots.map { $0.value } == vector.roots.map(\.value))
        try key.publicKey.verify(proof)
        let transported = try KeyProof(roots: proof.rootBytes(size: key.publicKey.size))
        try key.publicKey.verify(transported)
        let proven = try ProvenPublicKey(key.publicKey, transported)
        #expect(proven.id == key.publicKey.id && proven.id.bytes == vector.id.bytes)
        #expect(transported == proof && transported.hashValue == proof.hashValue)
        #expect(proven == ProvenPublicKey(key) && proven.hashValue == ProvenPublicKey(key).hashValue)
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

    /// Modulo such numbers everything has a root, also what is no unit and proves nothing.
    @Test(
        "toy moduli: right roots of numbers that are no units are refused", arguments: [35, 77, 143, 6557] as [UInt64])
    func refusesOtherThanUnits(_ n: UInt64) throws {
        let key = try PublicKey(insecureTestModulus: Natural(n))
        let challenges = KeyProof.challenges(for: key).map { $0.natural.value }
        let roots = try challenges.map { challenge in
            try #require((1...BigUInt(n)).first { $0.power(BigUInt(n), modulus: BigUInt(n)) == challenge })
        }
        let areUnits = challenges.allSatisfy { $0.greatestCommonDivisor(with: BigUInt(n)) == 1 }
        let proof = KeyProof(roots: roots.map { Natural(big: $0) })
        // A root is never n, so a challenge of zero is refused for its root.
        if areUnits {
            try key.verify(proof)
        } else {
            #expect(throws: PaillierError(.invalidProof)) { try key.verify(proof) }
        }
    }

    @Test("a proof of another key is refused")
    func refusesOtherKey() throws {
        let other = try KeyFixture.named("phe-512").privateKey
        #expect(throws: PaillierError.self) {
            try Self.key.privateKey.publicKey.verify(other.makeProof())
        }
    }

    struct BadVector: Decodable, Sendable, CustomStringConvertible {
        let name: String
        let n: HexNumber
        let roots: [HexNumber]
        /// How many of the roots are right.
        let right: Int

        var proof: KeyProof { get throws { try KeyProof(roots: roots.map(\.bytes)) } }
        var description: String { name }
    }

    private static let bad = (try? VectorFile.load("badproofs", as: BadVector.self)) ?? []

    /// The owners know the factors and give all roots that exist: of a modulus with gcd(n, φ(n)) > 1 some number has none.
    @Test(
        "the best proofs of bad moduli, and proofs for another hash, are refused",
        arguments: bad.filter { $0.right < 8 })
    func refusesBadModuli(_ vector: BadVector) throws {
        let key = try PublicKey(insecureTestModulus: vector.n.natural)
        let proof = try vector.proof
        #expect(throws: PaillierError(.invalidProof)) { try key.verify(proof) }
        #expect(throws: PaillierError(.invalidProof)) { try ProvenPublicKey(key, proof) }
    }

    /// Such a key is refused when it is made: `RefusalVectorTests` has primes and small factors at full size.
    @Test(
        "a prime and a small factor pass the proof, which rests on the check of the modulus",
        arguments: bad.filter { $0.right == 8 })
    func restsOnModulusCheck(_ vector: BadVector) throws {
        #expect(["prime", "65521·q"].contains(vector.name))
        try PublicKey(insecureTestModulus: vector.n.natural).verify(vector.proof)
        #expect(throws: PaillierError(.keySize)) { try PublicKey(modulus: vector.n.bytes) }
    }

    @Test("an even modulus is no key")
    func even() {
        #expect(throws: PaillierError(.evenModulus)) {
            try PublicKey(insecureTestModulus: Natural(big: Self.key.n.value * 2))
        }
    }

    /// A challenge is a number modulo n, so no two indices or keys share one.
    @Test("challenges differ by index and key")
    func challenges() throws {
        let keys = try ["structured-512", "phe-512"].map { try KeyFixture.named($0).publicKey }
        let values = keys.flatMap { key in (0...255).map { KeyProof.challenge($0, for: key).natural.value } }
        #expect(Set(values).count == values.count)
    }

    @Test("other than eight roots, and roots longer than any key, are no proof", arguments: [0, 7, 9, 100])
    func counts(_ count: Int) {
        #expect(throws: PaillierError(.invalidProof)) { try KeyProof(roots: [[UInt8]](repeating: [1], count: count)) }
        let long = [UInt8](repeating: 1, count: 513 + count)
        #expect(throws: PaillierError(.invalidProof)) {
            try KeyProof(roots: [[UInt8]](repeating: [1], count: 7) + [long])
        }
    }

    @Test("proofs differ when a root does, in its place")
    func equality() throws {
        let roots = try Self.key.privateKey.makeProof().rootBytes(size: .insecureTest(bits: 512))
        let proof = try KeyProof(roots: roots)
        #expect(try proof == KeyProof(roots: roots.map { [0] + $0 }))
        #expect(try proof != KeyProof(roots: roots.reversed()))
        #expect(proof != KeyProof(roots: Array(proof.roots.dropLast())))
        for place in roots.indices {
            var others = roots
            others[place][0] ^= 1
            #expect(try proof != KeyProof(roots: others))
        }
    }

    @Test("roots of any length are compared as numbers: leading zeros change nothing, longer ones are refused")
    func lengths() throws {
        let key = try Self.key.privateKey
        let roots = key.makeProof().rootBytes(size: key.publicKey.size)
        #expect(roots.allSatisfy { $0.count == 64 })
        try key.publicKey.verify(KeyProof(roots: roots.map { [0, 0, 0] + $0 }))
        for wrong in [
            roots.map { [1] + $0 }, roots.map { $0 + [0] }, roots.map { _ in [] }, roots.map { Array($0.dropLast()) },
        ] {
            #expect(throws: PaillierError(.invalidProof)) { try key.publicKey.verify(KeyProof(roots: wrong)) }
        }
    }
}
