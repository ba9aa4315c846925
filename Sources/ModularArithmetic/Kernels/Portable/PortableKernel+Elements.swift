// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

// What concerns a single element.
extension PortableKernel {
    package func product(_ a: Lane, _ b: Lane) -> LimbStorage {
        let arithmetic = arithmetic(for: a)
        let result = LimbStorage(count: arithmetic.wordCount)
        unsafe arithmetic.multiply(result.pointer, a.storage.pointer, b.storage.pointer)
        return result
    }

    package func square(_ a: Lane) -> LimbStorage {
        let arithmetic = arithmetic(for: a)
        let result = LimbStorage(count: arithmetic.wordCount)
        unsafe arithmetic.square(result.pointer, a.storage.pointer)
        return result
    }

    package func digits(of a: Lane) -> LimbStorage {
        let arithmetic = arithmetic(for: a)
        let result = LimbStorage(count: arithmetic.wordCount)
        unsafe arithmetic.leave(result.pointer, a.storage.pointer)
        return result
    }

    /// By Horner's rule on chunks below R: a product by R² multiplies by R, and one by R² or R³ takes a chunk, which need not be
    /// reduced, into Montgomery's form, or into that of its product by R.
    ///
    /// - Complexity: One product for an integer below R, two below R², and two more for each further chunk.
    package func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage {
        let arithmetic = processor.arithmetic([modulus], digitCount: digitCount)
        let constants = modulus.constants(digitCount: digitCount)
        let width = modulus.limbCount
        let sum = LimbStorage(count: arithmetic.wordCount)
        let part = LimbStorage(count: arithmetic.wordCount)
        let top = (integer.limbCount + width - 1) / width - 1
        for chunk in stride(from: top, through: 0, by: -1) {
            for index in 0..<width { unsafe part.pointer[index] = integer.limb(chunk * width + index) }
            for index in width..<arithmetic.wordCount { unsafe part.pointer[index] = 0 }
            if chunk == top {
                let power = top == 0 ? constants.radixSquared : constants.radixCubed
                unsafe arithmetic.multiply(sum.pointer, part.pointer, power.pointer)
                continue
            }
            if chunk < top - 1 {
                unsafe arithmetic.multiply(sum.pointer, sum.pointer, constants.radixSquared.pointer)
            }
            unsafe arithmetic.multiply(part.pointer, part.pointer, constants.radixSquared.pointer)
            unsafe arithmetic.add(sum.pointer, sum.pointer, part.pointer)
        }
        return sum
    }

    private func arithmetic(for element: Lane) -> PortableArithmetic {
        processor.arithmetic([element.modulus], digitCount: element.digitCount)
    }
}
