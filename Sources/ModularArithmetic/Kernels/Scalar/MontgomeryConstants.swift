// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Powers of Montgomery's R in a ring of elements modulo m or m².
@safe final class MontgomeryConstants: Sendable {
    /// R, R², R³ and R⁴: a product by the power k, divided by R, is one by the power k − 1.
    private let powers: [LimbStorage]

    /// R: the element 1 in Montgomery's form.
    var one: LimbStorage { powers[0] }

    /// `R^exponent`, for an exponent from 1 to 4.
    func radix(_ exponent: Int) -> LimbStorage { powers[exponent - 1] }

    /// In portable C: other kernels are tried with these constants.
    ///
    /// - Complexity: About 100 additions and 10 products.
    init(modulus: Natural, negatedInverse: UInt64, digitCount: Int) {
        let width = modulus.limbCount
        let scratch = LimbStorage(count: (2 * digitCount + 1) * width)
        func double(_ element: Words) {
            unsafe ScalarArithmetic.add(element, element, element, modulus: modulus.storage, digitCount: digitCount)
        }
        func multiply(_ result: Words, _ a: Words, _ b: Words) {
            if digitCount == 1 {
                unsafe cpk_montgomery_multiply(
                    result, a, b, modulus.storage.pointer, negatedInverse, width, scratch.pointer)
            } else {
                unsafe cpk_pair_multiply(
                    result, a, b, modulus.storage.pointer, negatedInverse, width, scratch.pointer)
            }
        }
        let one = ScalarArithmetic.powerOfTwo(64 * width, modulo: modulus, digitCount: digitCount)
        powers = [one] + (0..<3).map { _ in LimbStorage(count: digitCount * width) }

        // In Montgomery's form R is 2^(64·width): 2^odd by doubling 1, then one squaring for each factor 2 of the exponent.
        let exponent = 64 * width
        let squarings = exponent.trailingZeroBitCount
        unsafe powers[1].pointer.update(from: powers[0].pointer, count: digitCount * width)
        for _ in 0..<(exponent >> squarings) { unsafe double(powers[1].pointer) }
        for _ in 0..<squarings { unsafe multiply(powers[1].pointer, powers[1].pointer, powers[1].pointer) }
        for index in 2..<4 {
            unsafe multiply(powers[index].pointer, powers[index - 1].pointer, powers[1].pointer)
        }
    }
}
