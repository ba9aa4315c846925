// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Products of powers `∏ base_j^(weight_j)` of the same bases with secret signed weights of one public width.
///
/// Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964: the squarings are shared by all bases.
/// Weights are shifted by `2^(bitWidth−1)`, so that all exponents are unsigned and of `bitWidth` bits, and the shift is
/// undone by one power of the inverse of the public product of the bases, which enters where the top bit does.
/// The schedule is a function of three numbers, bases, width and evaluations: zero weights cost what others cost.
@safe package struct MultiExponentiation: Sendable {
    package let modulus: Modulus
    /// Weights are in `−2^(bitWidth−1) ..< 2^(bitWidth−1)`.
    package let bitWidth: Int
    private let windowBits: Int
    private let tables: [PowerTable]
    private let inverseOfProduct: Residue

    /// Prepares the tables for all evaluations over `bases`; gives nothing when some base is not a unit.
    ///
    /// - Parameters:
    ///   - bases: At least one unit, all of one modulus; public.
    ///   - bitWidth: The weights' width, at least 1.
    ///   - evaluationCount: How many evaluations share the tables: the more, the larger they are.
    ///   - kernel: The kernel for the tables.
    /// - Complexity: One inversion and `2^windowBits − 1` products for each base.
    package init?(
        bases: [Residue], bitWidth: Int, evaluationCount: Int = 1, kernel: some MontgomeryKernel = PortableKernel()
    ) {
        precondition(!bases.isEmpty && bitWidth > 0, "needs a base and a bit")
        guard let inverse = Residue.product(bases).inverse() else { return nil }
        inverseOfProduct = inverse
        modulus = bases[0].modulus
        self.bitWidth = bitWidth
        let windowBits = Self.windowBits(bitWidth: bitWidth, evaluationCount: evaluationCount)
        self.windowBits = windowBits
        tables = bases.map {
            unsafe PowerTable(of: $0.storage.pointer, modulo: $0.modulus, count: 1 << windowBits, kernel: kernel)
        }
    }

    /// `∏ base_j^(weight_j)`.
    ///
    /// - Parameters:
    ///   - weights: One for each base, already shifted: `weight_j + 2^(bitWidth−1)`, below `2^bitWidth`.
    ///   - kernel: The kernel for the products.
    /// - Returns: The product of the powers.
    /// - Complexity: `bitWidth` squarings and `count · bitWidth / windowBits` products, whatever the weights are.
    package func evaluate(
        shiftedWeights weights: [Natural], kernel: some MontgomeryKernel = PortableKernel()
    ) -> Residue {
        precondition(weights.count == tables.count, "one weight for each base")
        for weight in weights {
            precondition(weight.fits(bitCount: bitWidth).reveal(), "a weight is wider than declared")
        }
        let windowCount = (bitWidth + windowBits - 1) / windowBits
        let width = modulus.limbCount
        let entry = LimbStorage(count: width)
        // The window that holds bit `bitWidth − 1` is the top one; what is below that bit in it is squared away first.
        let squaringsAfterInverse = bitWidth - 1
        return unsafe Residue.make(modulo: modulus) { result, scratch in
            unsafe result.update(from: modulus.one.pointer, count: width)
            for bit in stride(from: windowCount * windowBits - 1, through: 0, by: -1) {
                if bit != windowCount * windowBits - 1 {
                    unsafe kernel.multiply(result, result, result, modulo: modulus, scratch: scratch)
                }
                if bit == squaringsAfterInverse {
                    unsafe kernel.multiply(
                        result, result, inverseOfProduct.storage.pointer, modulo: modulus, scratch: scratch)
                }
                guard bit % windowBits == 0 else { continue }
                for (table, weight) in zip(tables, weights) {
                    unsafe table.select(weight.bits(from: bit, count: windowBits), into: entry.pointer)
                    unsafe kernel.multiply(result, result, entry.pointer, modulo: modulus, scratch: scratch)
                }
            }
        }
    }

    /// The window that needs the fewest products for each base; at most 4 bits, since every product reads a whole table, and
    /// the tables of all bases ought to stay in a cache.
    private static func windowBits(bitWidth: Int, evaluationCount: Int) -> Int {
        func cost(_ window: Int) -> Int {
            (1 << window) - 2 + evaluationCount * ((bitWidth + window - 1) / window)
        }
        return (1...4).min { cost($0) < cost($1) } ?? 1
    }
}
