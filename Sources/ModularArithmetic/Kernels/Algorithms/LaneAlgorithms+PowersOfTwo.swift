// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    package func powersOfTwo(
        modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int
    ) -> [LimbStorage] {
        shiftedPowersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount)
    }

    /// Fixed windows from the top: every window squares and shifts.
    ///
    /// - Complexity: For each modulus `bitCount` squarings, and a shift for each that is next to nothing: there is no table.
    func shiftedPowersOfTwo(
        modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int
    ) -> [LimbStorage] {
        pieces(moduli.count).flatMap { powersOfTwo(modulo: moduli[$0], to: exponents[$0], bitCount: bitCount) }
    }

    @inline(never)
    private func powersOfTwo(
        modulo moduli: ArraySlice<Modulus>, to exponents: ArraySlice<Natural>, bitCount: Int
    ) -> [LimbStorage] {
        let arithmetic = processor.serving(moduli.count).arithmetic(Array(moduli), digitCount: 1)
        let windowBits = arithmetic.shiftBits
        let windowCount = (bitCount + windowBits - 1) / windowBits
        let result = arithmetic.places(1)
        unsafe arithmetic.setOne(result.pointer)
        for window in stride(from: windowCount - 1, through: 0, by: -1) {
            if window < windowCount - 1 {
                for _ in 0..<windowBits { unsafe arithmetic.square(result.pointer, result.pointer) }
            }
            unsafe arithmetic.shift(result.pointer, result.pointer) { lane in
                exponents.ofLane(lane).bits(from: window * windowBits, count: windowBits)
            }
        }
        return unsafe arithmetic.store(result.pointer, count: moduli.count)
    }
}
