// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Residue {
    /// The power with a secret exponent below `2^bitCount`.
    ///
    /// Fixed windows from the top (Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.82):
    /// every window squares, reads the whole table, and multiplies, also by 1. Time depends on `bitCount` and the modulus's
    /// width alone.
    ///
    /// - Complexity: `bitCount` squarings, `bitCount / 5` products and a table of 32 residues for long exponents.
    package func power(_ exponent: Natural, bitCount: Int) -> Residue {
        power(exponent, bitCount: bitCount, kernel: PortableKernel())
    }

    /// The power on a given kernel.
    package func power(_ exponent: Natural, bitCount: Int, kernel: some MontgomeryKernel) -> Residue {
        precondition(exponent.fits(bitCount: bitCount).reveal(), "the exponent is longer than declared")
        let windowBits = Self.windowBits(exponentBits: bitCount)
        let windowCount = (bitCount + windowBits - 1) / windowBits
        let width = modulus.limbCount
        let table = unsafe PowerTable(of: storage.pointer, modulo: modulus, count: 1 << windowBits, kernel: kernel)
        let entry = LimbStorage(count: width)
        return unsafe Residue.make(modulo: modulus) { result, scratch in
            unsafe result.update(from: modulus.one.pointer, count: width)
            for window in stride(from: windowCount - 1, through: 0, by: -1) {
                if window != windowCount - 1 {
                    for _ in 0..<windowBits {
                        unsafe kernel.multiply(result, result, result, modulo: modulus, scratch: scratch)
                    }
                }
                let digit = exponent.bits(from: window * windowBits, count: windowBits)
                unsafe table.select(digit, into: entry.pointer)
                unsafe kernel.multiply(result, result, entry.pointer, modulo: modulus, scratch: scratch)
            }
        }
    }

    /// Powers of a list, element by element; every base may have a modulus of its own, all exponents are below `2^bitCount`.
    package static func powers(of bases: [Residue], to exponents: [Natural], bitCount: Int) -> [Residue] {
        precondition(bases.count == exponents.count, "lists of different lengths")
        return bases.indices.map { bases[$0].power(exponents[$0], bitCount: bitCount) }
    }

    /// The power with a public exponent; the base may be secret.
    ///
    /// - Warning: Leaks `exponent` through time.
    /// - Complexity: One squaring a bit, and a product for about every sixth.
    package func powerVariableTime(_ exponent: Natural) -> Residue {
        let bitCount = exponent.bitWidthVariableTime
        guard bitCount > 0 else { return Residue.one(modulo: modulus) }
        // Sliding windows over odd powers: "Handbook of Applied Cryptography", algorithm 14.85.
        let windowBits = Self.windowBits(exponentBits: bitCount)
        let square = squared()
        var oddPowers = [self]
        while oddPowers.count < 1 << (windowBits - 1) { oddPowers.append(oddPowers[oddPowers.count - 1] * square) }
        let width = modulus.limbCount
        let kernel = PortableKernel()
        return unsafe Residue.make(modulo: modulus) { result, scratch in
            unsafe result.update(from: modulus.one.pointer, count: width)
            var position = bitCount - 1
            while position >= 0 {
                guard exponent.bit(position) == 1 else {
                    unsafe kernel.multiply(result, result, result, modulo: modulus, scratch: scratch)
                    position -= 1
                    continue
                }
                var low = Swift.max(0, position - windowBits + 1)
                while exponent.bit(low) == 0 { low += 1 }
                for _ in low...position {
                    unsafe kernel.multiply(result, result, result, modulo: modulus, scratch: scratch)
                }
                let digit = exponent.bits(from: low, count: position - low + 1)
                unsafe kernel.multiply(
                    result, result, oddPowers[Int(digit >> 1)].storage.pointer, modulo: modulus, scratch: scratch)
                position = low - 1
            }
        }
    }

    /// The window width that needs the fewest products: a function of the exponent's length, which is public.
    private static func windowBits(exponentBits: Int) -> Int {
        switch exponentBits {
        case ..<9: 1
        case ..<25: 2
        case ..<80: 3
        case ..<240: 4
        default: 5
        }
    }
}
