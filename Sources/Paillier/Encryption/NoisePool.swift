// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// Noise for a server's answers from a pool of residues: as good as fresh noise, three to four times as fast.
///
/// The pool keeps T independent n-th residues `u_j`; each answer's noise is `∏ u_j^(e_j)` with fresh uniform exponents of w bits. By the leftover hash lemma (Impagliazzo, Levin, Luby, STOC '89) its average distance from uniform is at most
/// `½·√(2^(|n|−Tw) + 2^(r−T+1))`, r = ⌊|n|/16⌋ bounding the prime factors of n above 2^16: at most 2^−96 for each answer with
/// the parameters below, even when the pool is public. So noise that was used once as fresh noise may enter the pool: the first T answers fill it.
package struct NoisePool: Redacted, Sendable {
    /// T.
    package let capacity: Int
    /// w.
    package let exponentBits: Int
    private let key: PublicKey
    /// The residues until there are T.
    private var residues: [TwoDigitResidue] = []
    /// Those T.
    private var table: JointPowerTable?

    /// An empty pool for a key: T = 325, 470, 615 with w = 7 at 2048, 3072, 4096 bits.
    ///
    /// Six bits of 376, 544, 720 residues cost as many products, and more memory and residues to begin with; and a piece alone
    /// takes a lane for each bit, of which there are eight. T is a multiple of the residues that share a block.
    package init(for key: PublicKey) {
        let capacity =
            switch key.size.bits {
            case ...2048: 325
            case ...3072: 470
            default: 615
            }
        self.init(for: key, insecureTestCapacity: capacity, exponentBits: 7)
    }

    /// A pool of another shape, for tests.
    package init(for key: PublicKey, insecureTestCapacity capacity: Int, exponentBits: Int) {
        self.key = key
        self.capacity = capacity
        self.exponentBits = exponentBits
    }

    /// Whether noise can be drawn.
    package var isFull: Bool { table != nil }

    /// Takes a fresh residue into the pool, while it is not full.
    ///
    /// - Complexity: For the last one that is taken about 6·T products modulo n², and 6·T residues of memory: 1.1 MB at 2048 bits.
    /// - Throws: ``PaillierError`` with code `keyMismatch`: a pool that two keys share would show each the other's noise.
    package mutating func add(copyOf noise: borrowing Noise) throws(PaillierError) {
        let residue = try key.residue(of: noise)
        guard !isFull else { return }
        residues.append(residue)
        guard residues.count == capacity else { return }
        table = JointPowerTable(residues)
        residues = []
    }

    /// Noise from a full pool.
    ///
    /// - Complexity: For each piece `w·T/5` products modulo n².
    package func draw(_ count: Int, using source: inout some RandomSource) -> NoiseBatch {
        guard let table else { preconditionFailure("a pool gives noise when it is full") }
        let exponents = (0..<count).map { _ in
            Natural.random(bitCount: capacity * exponentBits, using: &source)
        }
        return NoiseBatch(residues: table.products(exponents: exponents, exponentBits: exponentBits))
    }

    /// Noise from a full pool, with the system's randomness.
    package func draw(_ count: Int) -> NoiseBatch {
        var source = SystemRandomSource()
        return draw(count, using: &source)
    }
}
