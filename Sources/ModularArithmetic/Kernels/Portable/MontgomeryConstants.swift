// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Powers of Montgomery's R in a ring of elements modulo m or m².
@safe final class MontgomeryConstants: Sendable {
    /// R: the element 1.
    let one: LimbStorage
    /// R²: multiplying by it takes an integer into Montgomery's form.
    let radixSquared: LimbStorage
    /// R³: multiplying by it takes the product of an integer and R there.
    let radixCubed: LimbStorage

    /// - Complexity: About 100 additions and 10 products.
    init(modulus: Natural, negatedInverse: UInt64, digitCount: Int) {
        let width = modulus.limbCount
        let scratch = LimbStorage(count: (2 * digitCount + 1) * width)
        func double(_ element: Words) {
            unsafe PortableArithmetic.add(element, element, element, modulus: modulus.storage, digitCount: digitCount)
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
        one = LimbStorage(count: digitCount * width)
        radixSquared = LimbStorage(count: digitCount * width)
        radixCubed = LimbStorage(count: digitCount * width)

        // The highest power of two below m, doubled modulo m or m² until it is R.
        let bitCount = modulus.bitWidthVariableTime
        unsafe one.pointer[(bitCount - 1) >> 6] = 1 << UInt64((bitCount - 1) & 63)
        for _ in (bitCount - 1)..<(64 * width) { unsafe double(one.pointer) }

        // In Montgomery's form R is 2^(64·width): 2^odd by doubling 1, then one squaring for each factor 2 of the exponent.
        let exponent = 64 * width
        let squarings = exponent.trailingZeroBitCount
        unsafe radixSquared.pointer.update(from: one.pointer, count: digitCount * width)
        for _ in 0..<(exponent >> squarings) { unsafe double(radixSquared.pointer) }
        for _ in 0..<squarings {
            unsafe multiply(radixSquared.pointer, radixSquared.pointer, radixSquared.pointer)
        }
        unsafe multiply(radixCubed.pointer, radixSquared.pointer, radixSquared.pointer)
    }
}
