// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// One lane of 64-bit limbs.
@safe package struct ScalarProcessor: LaneProcessor, @unchecked Sendable {
    /// Constants of the library.
    let functions: UnsafePointer<cpk_scalar_kernel>
    private let onProduct: (@Sendable (ScalarProduct) -> Void)?

    /// - Parameters:
    ///   - functions: Constants of the library.
    ///   - onProduct: Hears of each product before it is made.
    init(_ functions: UnsafePointer<cpk_scalar_kernel>, onProduct: (@Sendable (ScalarProduct) -> Void)?) {
        unsafe self.functions = unsafe functions
        self.onProduct = onProduct
    }

    package var laneCount: Int { 1 }

    package func serving(_ elementCount: Int) -> ScalarProcessor { self }

    package func arithmetic(_ moduli: [Modulus], digitCount: Int) -> ScalarArithmetic {
        unsafe ScalarArithmetic(functions.pointee, modulus: moduli[0], digitCount: digitCount, onProduct: onProduct)
    }
}

/// The arithmetic of one modulus on 64-bit limbs: a place and an entry are an element in Montgomery's form.
@safe package struct ScalarArithmetic: LaneArithmetic {
    private let functions: cpk_scalar_kernel
    private let modulus: Modulus
    private let digitCount: Int
    private let onProduct: (@Sendable (ScalarProduct) -> Void)?
    private let scratch: LimbStorage

    package let wordCount: Int
    package var entryWordCount: Int { wordCount }

    fileprivate init(
        _ functions: cpk_scalar_kernel, modulus: Modulus, digitCount: Int,
        onProduct: (@Sendable (ScalarProduct) -> Void)?
    ) {
        self.functions = functions
        self.modulus = modulus
        self.digitCount = digitCount
        self.onProduct = onProduct
        wordCount = digitCount * modulus.limbCount
        scratch = LimbStorage(count: (2 * digitCount + 1) * modulus.limbCount)
    }

    package func memory(wordCount: Int) -> LimbStorage { LimbStorage(count: wordCount) }

    package func load(_ elements: [Lane], into place: Words) {
        let square = modulus.constants(digitCount: digitCount).radix(2)
        unsafe multiply(place, elements[0].storage.pointer, square.pointer)
    }

    package func loadPlain(_ elements: [Lane], into place: Words) {
        unsafe place.update(from: elements[0].storage.pointer, count: wordCount)
    }

    package func store(_ place: Words, count: Int) -> [LimbStorage] {
        let storage = LimbStorage(count: wordCount)
        unsafe leave(storage.pointer, place)
        return [storage]
    }

    package func storePlain(_ place: Words, count: Int) -> [LimbStorage] {
        let storage = LimbStorage(count: wordCount)
        unsafe storage.pointer.update(from: place, count: wordCount)
        return [storage]
    }

    package func setOne(_ place: Words) {
        unsafe place.update(from: modulus.constants(digitCount: digitCount).one.pointer, count: wordCount)
    }

    @inline(__always)
    package func multiply(_ result: Words, _ a: Words, _ b: Words) {
        note(isSquaring: false)
        if digitCount == 1 {
            unsafe functions.montgomery_multiply(
                result, a, b, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        } else {
            unsafe functions.pair_multiply(
                result, a, b, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        }
    }

    @inline(__always)
    package func square(_ result: Words, _ a: Words) {
        note(isSquaring: true)
        if digitCount == 1 {
            unsafe functions.montgomery_square(
                result, a, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        } else {
            unsafe functions.pair_square(
                result, a, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        }
    }

    /// The sum of two elements.
    func add(_ result: Words, _ a: Words, _ b: Words) {
        unsafe Self.add(result, a, b, modulus: modulus.limbs, digitCount: digitCount)
    }

    /// The sum of two elements of the ring of a modulus of which nothing but its limbs is known yet.
    static func add(_ result: Words, _ a: Words, _ b: Words, modulus: LimbStorage, digitCount: Int) {
        if digitCount == 1 {
            unsafe cpk_montgomery_add(result, a, b, modulus.pointer, modulus.count)
        } else {
            unsafe cpk_pair_add(result, a, b, modulus.pointer, modulus.count)
        }
    }

    /// `2^exponent`, by doubling the highest power of two below m.
    static func powerOfTwo(_ exponent: Int, modulo modulus: Natural, digitCount: Int) -> LimbStorage {
        let power = LimbStorage(count: digitCount * modulus.limbCount)
        let start = Swift.min(exponent, modulus.bitWidthVariableTime - 1)
        unsafe power.pointer[start >> 6] = 1 << UInt64(start & 63)
        for _ in start..<exponent {
            unsafe add(power.pointer, power.pointer, power.pointer, modulus: modulus.storage, digitCount: digitCount)
        }
        return power
    }

    /// Divides by R: out of Montgomery's form.
    private func leave(_ result: Words, _ a: Words) {
        if digitCount == 1 {
            unsafe functions.montgomery_leave(
                result, a, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        } else {
            unsafe functions.pair_leave(
                result, a, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch.pointer)
        }
    }

    package var shiftBits: Int { 1 }

    package func shift(_ result: Words, _ a: Words, by count: (Int) -> UInt64) {
        unsafe add(scratch.pointer, a, a)
        unsafe MaskedChoice.select(result, Mask(lowestBitOf: count(0)), scratch.pointer, a, limbCount: wordCount)
    }

    package func copyLane(_ source: Int, of place: Words, to lane: Int, of result: Words) {
        unsafe result.update(from: place, count: wordCount)
    }

    package func select(_ result: Words, from places: Words, count: Int, index: (Int) -> UInt64) {
        unsafe MaskedChoice.tableEntry(
            result, table: places, entryCount: count, limbCount: wordCount, index: index(0))
    }

    package func storeEntry(_ index: Int, inBlock block: Words, count: Int, from place: Words, lane: Int) {
        unsafe (block + index * wordCount).update(from: place, count: wordCount)
    }

    package func select(_ result: Words, fromBlocks even: Words, _ odd: Words, count: Int, index: (Int) -> UInt64) {
        unsafe select(result, from: even, count: count, index: index)
    }

    @inline(__always)
    private func note(isSquaring: Bool) {
        if let onProduct {
            onProduct(ScalarProduct(modulus: modulus, digitCount: digitCount, isSquaring: isSquaring))
        }
    }
}
