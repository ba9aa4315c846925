// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    package func powersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage] {
        slidingPowersVariableTime(of: bases, to: exponent)
    }

    package func powers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
        windowedPowers(of: bases, to: exponents, bitCount: bitCount)
    }

    /// - Complexity: For each base one squaring a bit, and a product for about every seventh.
    func slidingPowersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage] {
        let windows = SlidingWindows(exponent)
        return pieces(bases.count).flatMap { powers(of: bases[$0], windows) }
    }

    private func powers(of bases: ArraySlice<Lane>, _ windows: SlidingWindows) -> [LimbStorage] {
        let arithmetic = processor.serving(bases.count)
            .arithmetic(bases.map { $0.modulus }, digitCount: bases[bases.startIndex].digitCount)
        let width = arithmetic.wordCount
        let result = arithmetic.places(1)
        guard let first = windows.steps.first else {
            unsafe arithmetic.setOne(result.pointer)
            return unsafe arithmetic.store(result.pointer, count: bases.count)
        }
        let oddPowers = arithmetic.places(windows.oddPowerCount)
        unsafe arithmetic.load(Array(bases), into: oddPowers.pointer)
        if windows.oddPowerCount > 1 {
            unsafe arithmetic.square(result.pointer, oddPowers.pointer)
            for index in 1..<windows.oddPowerCount {
                let place = unsafe oddPowers.pointer + index * width
                unsafe arithmetic.multiply(place, place - width, result.pointer)
            }
        }
        unsafe result.pointer.update(from: oddPowers.pointer + first.index * width, count: width)
        for step in windows.steps.dropFirst() {
            for _ in 0..<step.squarings { unsafe arithmetic.square(result.pointer, result.pointer) }
            unsafe arithmetic.multiply(result.pointer, result.pointer, oddPowers.pointer + step.index * width)
        }
        for _ in 0..<windows.finalSquarings { unsafe arithmetic.square(result.pointer, result.pointer) }
        return unsafe arithmetic.store(result.pointer, count: bases.count)
    }

    /// Fixed windows from the top (Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.82):
    /// every window squares, reads the whole table, and multiplies, also by 1.
    ///
    /// - Complexity: For each base `bitCount` squarings, `bitCount / 5` products and a table of 32 elements for long exponents.
    func windowedPowers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
        pieces(bases.count).flatMap { powers(of: bases[$0], to: exponents[$0], bitCount: bitCount) }
    }

    @inline(never)
    private func powers(
        of bases: ArraySlice<Lane>, to exponents: ArraySlice<Natural>, bitCount: Int
    ) -> [LimbStorage] {
        let arithmetic = processor.serving(bases.count)
            .arithmetic(bases.map { $0.modulus }, digitCount: bases[bases.startIndex].digitCount)
        let windowBits = Self.windowBits(exponentBits: bitCount)
        let windowCount = Swift.max(1, (bitCount + windowBits - 1) / windowBits)
        let entryCount = 1 << windowBits
        let table = arithmetic.places(entryCount)
        unsafe arithmetic.load(Array(bases), into: table.pointer + arithmetic.wordCount)
        unsafe arithmetic.fillPowers(table.pointer, count: entryCount)
        let entry = arithmetic.places(1)
        let result = arithmetic.places(1)
        for window in stride(from: windowCount - 1, through: 0, by: -1) {
            let isFirst = window == windowCount - 1
            unsafe arithmetic.select(
                isFirst ? result.pointer : entry.pointer, from: table.pointer, count: entryCount
            ) { lane in
                exponents.ofLane(lane).bits(from: window * windowBits, count: windowBits)
            }
            if isFirst { continue }
            for _ in 0..<windowBits { unsafe arithmetic.square(result.pointer, result.pointer) }
            unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
        }
        return unsafe arithmetic.store(result.pointer, count: bases.count)
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
