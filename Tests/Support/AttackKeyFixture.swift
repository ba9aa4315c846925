// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
package import Paillier

/// A malicious client's key of `Vectors/attack_keys.json` whose proof passes.
package struct AttackKeyFixture: Decodable, Sendable {
    package let name: String
    package let n, p, q: HexNumber

    /// Of full order modulo p and modulo q.
    package let g: HexNumber

    /// The odd prime factors of p − 1 and q − 1, small and distinct, and those in both.
    package let pFactors, qFactors, shared: [Int]

    /// What the client sends as its key's proof.
    package func proof(for key: PublicKey) -> KeyProof { .best(for: key, primes: [p.value, q.value]) }

    private static let all: [AttackKeyFixture] = {
        do { return try VectorFile.load("attack_keys") } catch { fatalError("attack_keys.json: \(error)") }
    }()

    /// The key called `smooth` or `shared-smooth`.
    package static func named(_ name: String) -> AttackKeyFixture {
        guard let key = all.first(where: { $0.name == name }) else { fatalError("no attack key called \(name)") }
        return key
    }
}

/// A malicious client's key of `Vectors/attack_keys.json` under which noise hides nothing.
package struct UnprovenKeyFixture: Decodable, Sendable {
    /// `n = q·∏ factors`.
    package let n, q: HexNumber

    /// Its order modulo q is a multiple of every factor.
    package let g: HexNumber

    /// Small primes, each of which divides q − 1 once.
    package let factors: [Int]

    /// What the client sends as its key's proof.
    package func proof(for key: PublicKey) -> KeyProof {
        .best(for: key, primes: factors.map { BigUInt($0) } + [q.value])
    }

    /// The key.
    package static let only: UnprovenKeyFixture = {
        do { return try VectorFile.load("attack_keys", "unproven")[0] } catch {
            fatalError("attack_keys.json: \(error)")
        }
    }()
}
