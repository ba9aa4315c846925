// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension PortableKernel {
    /// - Complexity: For each base one squaring a bit, and a product for about every seventh.
    package func powersVariableTime(of bases: [Residue], to exponent: Natural) -> [Residue] {
        let windows = SlidingWindows(exponent)
        return bases.map { power(of: $0, windows) }
    }

    private func power(of base: Residue, _ windows: SlidingWindows) -> Residue {
        guard let first = windows.steps.first else { return Residue.one(modulo: base.modulus) }
        let modulus = base.modulus
        let width = modulus.limbCount
        let scratch = LimbStorage(count: width)
        let oddPowers = LimbStorage(count: width * windows.oddPowerCount)
        unsafe oddPowers.pointer.update(from: base.storage.pointer, count: width)
        if windows.oddPowerCount > 1 {
            let square = base.squared()
            for index in 1..<windows.oddPowerCount {
                let place = unsafe oddPowers.pointer + index * width
                unsafe multiply(place, place - width, square.storage.pointer, modulo: modulus, scratch: scratch.pointer)
            }
        }
        let result = LimbStorage(count: width)
        func square(_ count: Int) {
            for _ in 0..<count {
                unsafe multiply(
                    result.pointer, result.pointer, result.pointer, modulo: modulus, scratch: scratch.pointer)
            }
        }
        unsafe result.pointer.update(from: oddPowers.pointer + first.index * width, count: width)
        for step in windows.steps.dropFirst() {
            square(step.squarings)
            unsafe multiply(
                result.pointer, result.pointer, oddPowers.pointer + step.index * width, modulo: modulus,
                scratch: scratch.pointer)
        }
        square(windows.finalSquarings)
        return Residue(adopting: result, modulo: modulus)
    }

    /// Fixed windows from the top (Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.82):
    /// every window squares, reads the whole table, and multiplies, also by 1.
    ///
    /// - Complexity: For each base `bitCount` squarings, `bitCount / 5` products and a table of 32 residues for long exponents.
    package func powers(of bases: [Residue], to exponents: [Natural], bitCount: Int) -> [Residue] {
        bases.indices.map { power(of: bases[$0], to: exponents[$0], bitCount: bitCount) }
    }

    @inline(never)
    private func power(of base: Residue, to exponent: Natural, bitCount: Int) -> Residue {
        let modulus = base.modulus
        let width = modulus.limbCount
        let windowBits = Self.windowBits(exponentBits: bitCount)
        let windowCount = Swift.max(1, (bitCount + windowBits - 1) / windowBits)
        let table = PowerTable(of: base, count: 1 << windowBits, kernel: self)
        let entry = LimbStorage(count: width)
        let scratch = LimbStorage(count: width)
        let result = LimbStorage(count: width)
        unsafe table.select(
            exponent.bits(from: (windowCount - 1) * windowBits, count: windowBits), into: result.pointer)
        for window in stride(from: windowCount - 2, through: 0, by: -1) {
            for _ in 0..<windowBits {
                unsafe multiply(
                    result.pointer, result.pointer, result.pointer, modulo: modulus, scratch: scratch.pointer)
            }
            unsafe table.select(exponent.bits(from: window * windowBits, count: windowBits), into: entry.pointer)
            unsafe multiply(result.pointer, result.pointer, entry.pointer, modulo: modulus, scratch: scratch.pointer)
        }
        return Residue(adopting: result, modulo: modulus)
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
