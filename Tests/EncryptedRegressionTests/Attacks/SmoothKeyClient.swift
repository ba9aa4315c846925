// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// A client who takes logarithms modulo its own primes, which no proof of its key excludes.
///
/// It asks for encryptions of zero: γ is an n-th residue. Masks are powers of `1 + n`, which is 1 modulo p and q.
struct SmoothKeyClient {
    let probe: WeightProbe
    /// The odd primes that divide both p − 1 and q − 1.
    let shared: [Int]
    /// The key as a server knows it: modulus and proof have passed.
    let key: ProvenPublicKey
    let request: [[UInt8]]
    private let fixture: AttackKeyFixture
    private let groups: (p: SmoothGroup, q: SmoothGroup)

    init(_ name: String, _ contract: Contract) throws {
        fixture = AttackKeyFixture.named(name)
        shared = fixture.shared
        probe = WeightProbe(contract)
        let publicKey = try PublicKey(modulus: fixture.n.bytes)
        key = try ProvenPublicKey(publicKey, fixture.proof(for: publicKey))
        let root = TwoDigitResidue(reducing: fixture.g.natural, modulo: publicKey.modulus)
            .powerVariableTime(fixture.n.natural)
        request = probe.request(root, byteCount: publicKey.size.ciphertextByteCount)
        groups = (
            try #require(SmoothGroup(modulo: fixture.p, factors: fixture.pFactors, base: root.natural)),
            try #require(SmoothGroup(modulo: fixture.q, factors: fixture.qFactors, base: root.natural))
        )
    }

    /// The logarithms to the base γ of an answer modulo p and modulo q: W and those of the noise.
    func logarithms(_ answer: [UInt8]) -> (p: [ResidueClass], q: [ResidueClass]) {
        (groups.p.logarithm(answer), groups.q.logarithm(answer))
    }

    /// The key with its primes.
    var owner: PrivateKey {
        get throws { try PrivateKey(p: fixture.p.bytes, q: fixture.q.bytes) }
    }
}
