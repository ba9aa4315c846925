// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

/// Attack B: a server hides answers by powers of one cached base, however long; p − 1 and q − 1 of the client's key have a
/// large factor in common.
@Suite("Attack B: one base")
struct OneBaseAttackTests {
    @Test("exponents beyond n of one base give all weights away; fresh noise and a pool give none", arguments: AttackedServer.shapes)
    func allWeightsOrNone(_ featureCount: Int, _ headroom: Int) throws {
        let server = try AttackedServer(seed: 3, featureCount: featureCount, headroom: headroom)
        let attack = OneBaseAttack(client: try SmoothKeyClient("shared-smooth", server.model.contract))
        let sum = attack.client.probe.sum(server.weights)
        /// What two answers say of W: the weights, and modulo how many of the primes it is right.
        func outcome(_ noise: some NoiseSupply) throws -> (weights: [Int64]?, right: Int) {
            var noise = noise
            let client = attack.client
            let classes = attack.classes(try server.answers(to: client.request, 2, key: client.key, noise: &noise))
            return (
                client.probe.weights(in: ResidueClass.smallest(classes)),
                classes.count { $0 == ResidueClass(sum, modulo: $0.prime) }
            )
        }
        let cached = try outcome(CachedBaseNoise(for: attack.client.key, exponentBits: 2048 + 128, seed: 4))
        #expect(cached.weights == server.weights)
        #expect(cached.right > 40)
        for real in [try outcome(FreshNoise()), try outcome(PooledNoise(attack.client.owner))] {
            #expect(real.weights == nil)
            // By chance one is right in thousands of runs, two never.
            #expect(real.right < 2)
        }
    }
}

/// Modulo the common primes of p − 1 and q − 1, `A_p = W + r·η_p` and `A_q = W + r·η_q` with one `r`, however long.
///
/// Differences of two answers give `κ = η_p/η_q`, and `A_p − κ·A_q = (1 − κ)·W`.
private struct OneBaseAttack {
    let client: SmoothKeyClient

    /// W modulo the common primes.
    func classes(_ answers: [[UInt8]]) -> [ResidueClass] {
        let logarithms = answers.map { client.logarithms($0) }
        return client.shared.compactMap { prime in
            let p = logarithms.compactMap { $0.p.first { $0.prime == prime } }
            let q = logarithms.compactMap { $0.q.first { $0.prime == prime } }
            // Now and then a prime gives nothing: the others are enough.
            guard let ratio = (p[1] - p[0]) / (q[1] - q[0]) else { return nil }
            return (p[0] - ratio * q[0]) / (ResidueClass(1, modulo: prime) - ratio)
        }
    }
}
