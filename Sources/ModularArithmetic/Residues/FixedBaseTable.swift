// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Powers of one base, prepared for many secret exponents of a fixed length.
///
/// Entry `j` of block `i` is `base^(j·2^(w·i))`, so a power is one product for each `w` bits and no squaring: Brickell,
/// Gordon, McCurley, Wilson, "Fast Exponentiation with Precomputation", EUROCRYPT '92, section 2, with whole digits stored.
/// Digits are secret: every block is read in full.
@safe package final class FixedBaseTable: Sendable {
    package let modulus: Modulus
    /// Exponents are below `2^exponentBits`.
    package let exponentBits: Int
    private let windowBits: Int
    private let blocks: [PowerTable]

    /// - Parameters:
    ///   - base: The base of all powers.
    ///   - exponentBits: The length of all exponents.
    ///   - windowBits: The digit's width, 1 to 8: memory grows with `2^windowBits / windowBits`, products fall with `1 / windowBits`.
    /// - Complexity: `exponentBits / windowBits · (2^windowBits − 1)` products.
    package init(base: Residue, exponentBits: Int, windowBits: Int = 5) {
        precondition((1...8).contains(windowBits) && exponentBits > 0, "unusable table shape")
        modulus = base.modulus
        self.exponentBits = exponentBits
        self.windowBits = windowBits
        let kernel = PortableKernel()
        let count = 1 << windowBits
        var blocks: [PowerTable] = []
        var blockBase = base
        for block in 0..<((exponentBits + windowBits - 1) / windowBits) {
            if block > 0 {
                for _ in 0..<windowBits { blockBase = blockBase.squared() }
            }
            unsafe blocks.append(
                PowerTable(of: blockBase.storage.pointer, modulo: modulus, count: count, kernel: kernel))
        }
        self.blocks = blocks
    }

    /// `base^exponent`.
    ///
    /// - Complexity: `exponentBits / windowBits` products.
    package func power(_ exponent: Natural) -> Residue {
        precondition(exponent.fits(bitCount: exponentBits).reveal(), "the exponent is longer than the table")
        let kernel = PortableKernel()
        let entry = LimbStorage(count: modulus.limbCount)
        return unsafe Residue.make(modulo: modulus) { result, scratch in
            unsafe result.update(from: modulus.one.pointer, count: modulus.limbCount)
            for (index, block) in blocks.enumerated() {
                unsafe block.select(exponent.bits(from: index * windowBits, count: windowBits), into: entry.pointer)
                unsafe kernel.multiply(result, result, entry.pointer, modulo: modulus, scratch: scratch)
            }
        }
    }

    /// `base^exponent` for a list of exponents.
    package func powers(_ exponents: [Natural]) -> [Residue] {
        exponents.map { power($0) }
    }
}
