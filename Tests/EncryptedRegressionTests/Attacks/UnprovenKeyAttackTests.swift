// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// Attack C: all prime factors of the client's modulus but one, q, divide q − 1, so that noise `s^n` hides nothing where the
/// client looks.
@Suite("Attack C: a key without a proof")
struct UnprovenKeyAttackTests {
    private static let fixture = UnprovenKeyFixture.only

    /// The modulus passes every check but the proof's.
    private static func key() throws -> PublicKey { try PublicKey(modulus: fixture.n.bytes) }

    @Test(
        "one answer gives all weights away where no proof is asked for; the library gives none for any proof",
        arguments: AttackedServer.shapes)
    func allWeightsOrNone(_ featureCount: Int, _ headroom: Int) throws {
        let server = try AttackedServer(seed: 5, featureCount: featureCount, headroom: headroom)
        let key = try Self.key()
        let attack = try UnprovenKeyAttack(Self.fixture, key, server.model.contract)

        var (noise, mask) = (SystemRandomSource(), SystemRandomSource())
        let features = try key.ciphertexts(bigEndianBytes: attack.request)
        let weakened = try UnprovenKeyServer(server.model)
        let answers = try weakened.score(features, rowCount: 1, key: key, noise: &noise, mask: &mask)
        #expect(attack.weights(answers[0].bigEndianBytes()) == server.weights)

        for (name, roots) in try Self.proofs(key) {
            #expect(roots.count == KeyProof.rootCount)
            var fresh = FreshNoise()
            #expect(throws: PaillierError(.invalidProof), "\(name)") {
                let proven = try ProvenPublicKey(key, KeyProof(roots: roots))
                return try server.answers(to: attack.request, 1, key: proven, noise: &fresh)
            }
        }
    }

    /// What the key's owner may send, none of which is a proof.
    private static func proofs(_ key: PublicKey) throws -> [(name: String, roots: [Natural])] {
        let (n, q) = (fixture.n.value, fixture.q.value)
        let best = fixture.proof(for: key).roots
        // 1 modulo q and 0 modulo the other primes.
        let unit = n / q * (n / q).power(q - 2, modulus: q)
        var generator = SeededGenerator(seed: 6)
        return [
            ("the best roots", best),
            ("the best roots, but 1 modulo q", best.map { Natural(big: ($0.value * (n + 1 - unit) + unit) % n) }),
            ("random roots", best.map { _ in Natural(big: BigUInt.random(below: n, using: &generator)) }),
            ("the challenges", (1...8).map { KeyProof.challenge(UInt8($0), for: key).natural }),
            ("ones", best.map { _ in Natural(1) }),
            ("the proof of an honest key", try KeyFixture.named("structured-2048").privateKey.makeProof().roots),
        ]
    }

    @Test("the best proof is right modulo every small prime; modulo q no challenge has a root")
    func bestProof() throws {
        let (n, q, key) = (Self.fixture.n.value, Self.fixture.q.value, try Self.key())
        let cofactor = n / q
        for (index, root) in Self.fixture.proof(for: key).roots.enumerated() {
            let challenge = KeyProof.challenge(UInt8(index + 1), for: key).natural.value
            #expect(root.value.power(n, modulus: cofactor) == challenge % cofactor)
            // What n-th powers become modulo q, and what the attack rests on.
            #expect(root.value.power(n, modulus: q).power((q - 1) / cofactor, modulus: q) == 1)
            #expect(challenge.power((q - 1) / cofactor, modulus: q) != 1)
        }
    }

    @Test("the key has no private key of this library, whose proof is taken without a check")
    func noPrivateKey() {
        let (n, q) = (Self.fixture.n.value, Self.fixture.q.value)
        for first in [q, BigUInt(Self.fixture.factors[0])] {
            #expect(throws: PaillierError(.unsuitablePrimes)) {
                try PrivateKey(p: first.bigEndianBytes(), q: (n / first).bigEndianBytes())
            }
        }
    }

    @Test(
        "the weakened server differs from the engine in the proof alone: equal seeds give equal bytes",
        arguments: [1, 4])
    func fidelity(rowCount: Int) throws {
        let model = try LinearModel.unit(
            steps: 100, intercepts: [0.1, -0.2, 0], coefficients: [[0.5, -0.3], [0.1, 0.2], [-0.7, 0]])
        let scene = try ScoringScene(model, KeyFixture.named("structured-512").privateKey)
        let request = try scene.request(.init(repeating: [50, -70], count: rowCount))
        var supply = SeededNoise(seed: 7)
        var source = SeededGenerator(seed: 8)
        let expected = try scene.engine.score(
            groups: [request], rowCount: rowCount, key: scene.proven, noise: &supply, using: &source)[0]
        var (noise, mask) = (SeededGenerator(seed: 7), SeededGenerator(seed: 8))
        let answers = try UnprovenKeyServer(model).score(
            request, rowCount: rowCount, key: scene.key.publicKey, noise: &noise, mask: &mask)
        #expect(answers.map { $0.bigEndianBytes() } == expected.map { $0.bigEndianBytes() })
    }
}

/// Modulo q the mask, a power of `1 + n`, is 1, and so is an n-th power raised to `(q − 1)/∏ factors`: what is left of an
/// answer is a power of γ to W.
private struct UnprovenKeyAttack {
    let request: [[UInt8]]
    private let probe: WeightProbe
    private let group: SmoothGroup

    init(_ fixture: UnprovenKeyFixture, _ key: PublicKey, _ contract: Contract) throws {
        probe = WeightProbe(contract)
        // Any unit is a ciphertext; this one is no n-th residue, whose logarithm would be 0.
        let root = TwoDigitResidue(reducing: fixture.g.natural, modulo: key.modulus)
        request = probe.request(root, byteCount: key.size.ciphertextByteCount)
        group = try #require(SmoothGroup(modulo: fixture.q, factors: fixture.factors, base: root.natural))
    }

    func weights(_ answer: [UInt8]) -> [Int64]? {
        probe.weights(in: ResidueClass.smallest(group.logarithm(answer)))
    }
}
