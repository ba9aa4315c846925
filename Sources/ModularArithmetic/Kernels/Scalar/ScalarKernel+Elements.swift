// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

// What concerns a single element.
extension ScalarKernel {
    package func montgomeryProduct(_ a: Lane, _ b: LimbStorage) -> LimbStorage {
        let arithmetic = arithmetic(for: a)
        let result = LimbStorage(count: arithmetic.wordCount)
        unsafe arithmetic.multiply(result.pointer, a.storage.pointer, b.pointer)
        return result
    }

    package func repeatedSquares(of base: Lane, every: Int, count: Int) -> [LimbStorage] {
        let arithmetic = arithmetic(for: base)
        let power = LimbStorage(count: arithmetic.wordCount)
        unsafe arithmetic.load([base], into: power.pointer)
        return (0..<count).map { index in
            if index > 0 {
                for _ in 0..<every { unsafe arithmetic.square(power.pointer, power.pointer) }
            }
            return unsafe arithmetic.store(power.pointer, count: 1)[0]
        }
    }

    /// By Horner's rule on chunks below R, three at a time: a product by R, R² or R³ over R reduces a chunk, which need not be below m,
    /// and gives it its weight; one by R⁴ moves what there is three chunks up.
    ///
    /// - Complexity: One product for each chunk of as many limbs as the modulus has, and another for every third.
    package func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage {
        let arithmetic = processor.arithmetic([modulus], digitCount: digitCount)
        let constants = modulus.constants(digitCount: digitCount)
        let width = modulus.limbCount
        let sum = LimbStorage(count: arithmetic.wordCount)
        let part = LimbStorage(count: arithmetic.wordCount)
        let top = (integer.limbCount + width - 1) / width - 1
        for chunk in stride(from: top, through: 0, by: -1) {
            if chunk < top, chunk % 3 == 2 {
                unsafe arithmetic.multiply(sum.pointer, sum.pointer, constants.radix(4).pointer)
            }
            for index in 0..<width { unsafe part.pointer[index] = integer.limb(chunk * width + index) }
            for index in width..<arithmetic.wordCount { unsafe part.pointer[index] = 0 }
            unsafe arithmetic.multiply(part.pointer, part.pointer, constants.radix(chunk % 3 + 1).pointer)
            unsafe arithmetic.add(sum.pointer, sum.pointer, part.pointer)
        }
        return sum
    }

    private func arithmetic(for element: Lane) -> ScalarArithmetic {
        processor.arithmetic([element.modulus], digitCount: element.digitCount)
    }
}
