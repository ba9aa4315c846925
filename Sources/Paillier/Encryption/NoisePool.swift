// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// Noise for a server's answers from a pool of residues: as good as fresh noise, three to four times as fast.
///
/// The pool keeps T independent n-th residues `u_j`; each answer's noise is `∏ u_j^(e_j)` with fresh uniform exponents of w bits,
/// multiplied by buckets. By the leftover hash lemma (Impagliazzo, Levin, Luby, STOC '89) its average distance from uniform is at most
/// `½·√(2^(|n|−Tw) + 2^(r−T+1))`, r = ⌊|n|/16⌋ bounding the prime factors of n above 2^16: at most 2^−96 for each answer with
/// the parameters below, even when the pool is public. So noise that was used once as fresh noise may enter the pool: the first T answers fill it.
package struct NoisePool: Sendable {
    /// T.
    package let capacity: Int
    /// w.
    package let exponentBits: Int
    private var residues: [Residue] = []

    /// An empty pool for keys of a size: T = 376, 544, 720 with w = 6 at 2048, 3072, 4096 bits.
    package init(keySize: KeySize) {
        switch keySize.bits {
        case ...2048: capacity = 376
        case ...3072: capacity = 544
        default: capacity = 720
        }
        exponentBits = 6
    }

    /// A pool of another shape, for tests.
    package init(insecureTestCapacity capacity: Int, exponentBits: Int) {
        self.capacity = capacity
        self.exponentBits = exponentBits
    }

    /// Whether noise can be drawn.
    package var isFull: Bool { residues.count == capacity }

    /// Takes a fresh residue into the pool, while it is not full.
    package mutating func add(copyOf noise: borrowing Noise) {
        if !isFull { residues.append(noise.residue) }
    }

    /// Noise from a full pool.
    ///
    /// - Complexity: `T + 2^(w+1)` products modulo n², and a scan of all buckets for each.
    package func draw(using source: inout some RandomSource) -> Noise {
        precondition(isFull, "a pool gives noise when it is full")
        let exponents = Natural.random(bitCount: capacity * exponentBits, using: &source)
        return Noise(
            Residue.bucketProduct(
                of: residues,
                exponents: (0..<capacity).map { exponents.field($0, bits: exponentBits) },
                exponentBits: exponentBits))
    }
}
