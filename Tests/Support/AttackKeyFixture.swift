// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A malicious client's key of `Vectors/attack_keys.json`.
package struct AttackKeyFixture: Decodable, Sendable {
    package let name: String
    package let n, p, q: HexNumber

    /// Of full order modulo p and modulo q.
    package let g: HexNumber

    /// The odd prime factors of p − 1 and q − 1, small and distinct, and those in both.
    package let pFactors, qFactors, shared: [Int]

    /// The key called `smooth` or `shared-smooth`.
    package static func named(_ name: String) throws -> AttackKeyFixture {
        guard let key = try VectorFile.load("attack_keys", as: Self.self).first(where: { $0.name == name }) else {
            fatalError("no attack key called \(name)")
        }
        return key
    }
}
