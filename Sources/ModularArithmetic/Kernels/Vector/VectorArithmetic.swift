// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels
import Synchronization

/// The lanes of a vector kernel.
@safe package struct VectorProcessor: LaneProcessor, @unchecked Sendable {
    /// Constants of the library.
    private let functions: UnsafePointer<cpk_lane_kernel>
    /// The same with half the lanes.
    private let halfFunctions: UnsafePointer<cpk_lane_kernel>?

    /// - Parameters:
    ///   - functions: Constants of the library.
    ///   - half: Where there are any, those of the same kernel with fewer lanes: R, limbs and shared tables are the same.
    init(_ functions: UnsafePointer<cpk_lane_kernel>, half: UnsafePointer<cpk_lane_kernel>?) {
        unsafe self.functions = unsafe functions
        unsafe halfFunctions = unsafe half
    }

    package func serving(_ elementCount: Int) -> VectorProcessor {
        guard let half = unsafe halfFunctions, unsafe elementCount <= Int(half.pointee.lane_count) else { return self }
        return unsafe VectorProcessor(half, half: nil)
    }

    package var laneCount: Int { unsafe Int(functions.pointee.lane_count) }

    package func arithmetic(_ moduli: [Modulus], digitCount: Int) -> VectorArithmetic {
        unsafe VectorArithmetic(functions.pointee, moduli, digitCount: digitCount)
    }
}

/// What a vector kernel keeps with a modulus m for elements with one digit, or with two.
@safe final class KernelConstants: Sendable {
    /// The bits of the kernel's R.
    let radixBits: Int
    /// R: the element 1 in the kernel's form.
    let one: LimbStorage
    private let keptEntering = AtomicLazyReference<LimbStorage>()

    /// - Complexity: An addition for each bit that R has more than m.
    init(_ modulus: Modulus, radixBits: Int, digitCount: Int) {
        self.radixBits = radixBits
        one = ScalarArithmetic.powerOfTwo(radixBits, modulo: modulus.value, digitCount: digitCount)
    }

    /// R², which takes elements into the kernel's form.
    ///
    /// - Complexity: At first some 15 products.
    func entering(_ modulus: Modulus, digitCount: Int) -> LimbStorage {
        if let kept = keptEntering.load() { return kept }
        return keptEntering.storeIfNil(
            ScalarKernel.fastest.reduced(
                Natural(1).shiftedLeft(by: 2 * radixBits), modulo: modulus, digitCount: digitCount))
    }
}

/// A place that is filled when it is first asked for.
private final class LazyPlace {
    private var storage: LimbStorage?

    func storage(_ make: () -> LimbStorage) -> LimbStorage {
        if let storage { return storage }
        let made = make()
        storage = made
        return made
    }
}

/// The arithmetic of as many moduli as a vector has lanes, each element's digits below twice its modulus.
///
/// An entry is an element of one lane; a block of entries holds word by word that of all entries, as the kernel's shared tables do.
@safe package struct VectorArithmetic: LaneArithmetic {
    private let functions: cpk_lane_kernel
    private let digitCount: Int
    private let laneCount: Int
    private let limbCount: Int
    /// One for each lane.
    private let moduli: [Modulus]
    /// 64-bit limbs of the widest modulus.
    private let wideLimbCount: Int
    private let modulus: LimbStorage
    private let scratch: LimbStorage
    private let constants: [KernelConstants]
    /// R²: takes elements into the kernel's form.
    private let entering = LazyPlace()
    /// 1: takes them out of it.
    private let leaving: LimbStorage
    /// The element 1.
    private let one: LimbStorage
    private let temporary: LimbStorage
    private let indices: LimbStorage

    package let shiftBits: Int
    package let wordCount: Int
    package var entryWordCount: Int { digitCount * limbCount }

    fileprivate init(_ functions: cpk_lane_kernel, _ moduli: [Modulus], digitCount: Int) {
        self.functions = functions
        self.digitCount = digitCount
        let laneCount = Int(functions.lane_count)
        self.laneCount = laneCount
        // Lanes beyond the last modulus repeat it.
        let lanes = (0..<laneCount).map { moduli[Swift.min($0, moduli.count - 1)] }
        self.moduli = lanes
        wideLimbCount = lanes.map { $0.limbCount }.max() ?? 1
        let bitCount = lanes.map { $0.value.bitWidthVariableTime }.max() ?? 1
        // R >= 16 m, a bit more than products need: room for a shift.
        let limbCount = Int(functions.limb_count(bitCount + 1))
        precondition(limbCount <= 200, "more limbs than a vector kernel serves")
        self.limbCount = limbCount
        wordCount = digitCount * limbCount * laneCount
        modulus = LimbStorage(alignedCount: (limbCount + 1) * laneCount)
        scratch = LimbStorage(alignedCount: 2 * limbCount * laneCount)
        leaving = LimbStorage(alignedCount: wordCount)
        one = LimbStorage(alignedCount: wordCount)
        temporary = LimbStorage(alignedCount: wordCount)
        indices = LimbStorage(alignedCount: laneCount)

        let radixBits = Int(functions.limb_bit_count) * limbCount
        shiftBits = Self.shiftBits(spareBits: radixBits - bitCount, largest: 64 - Int(functions.limb_bit_count))
        constants = lanes.map { modulus in
            let make = { KernelConstants(modulus, radixBits: radixBits, digitCount: digitCount) }
            let kept = modulus.kernelConstants(digitCount: digitCount, orKeep: make)
            return kept.radixBits == radixBits ? kept : make()
        }
        unsafe Self.withWords(of: lanes.map { $0.value.storage }, offsets: nil, count: wideLimbCount) { words in
            unsafe functions.load_modulus(modulus.pointer, words, wideLimbCount, limbCount)
        }
        unsafe loadDigits(constants.map { $0.one }, into: one.pointer)
        unsafe loadPlain(lanes.map { Lane.one(modulo: $0, digitCount: digitCount) }, into: leaving.pointer)
    }

    package func memory(wordCount: Int) -> LimbStorage { LimbStorage(alignedCount: wordCount) }

    // MARK: - In and out

    package func load(_ elements: [Lane], into place: Words) {
        unsafe loadPlain(elements, into: place)
        let entering = entering.storage {
            let result = LimbStorage(alignedCount: wordCount)
            unsafe loadDigits(
                zip(constants, moduli).map { $0.entering($1, digitCount: digitCount) }, into: result.pointer)
            return result
        }
        unsafe multiply(place, place, entering.pointer)
    }

    package func loadPlain(_ elements: [Lane], into place: Words) {
        unsafe loadDigits((0..<laneCount).map { elements[Swift.min($0, elements.count - 1)].storage }, into: place)
    }

    package func store(_ place: Words, count: Int) -> [LimbStorage] {
        unsafe multiply(temporary.pointer, place, leaving.pointer)
        return unsafe storePlain(temporary.pointer, count: count)
    }

    package func storePlain(_ place: Words, count: Int) -> [LimbStorage] {
        if digitCount == 1 {
            unsafe functions.reduce(temporary.pointer, place, modulus.pointer, limbCount)
        } else {
            unsafe functions.reduce_pair(temporary.pointer, place, modulus.pointer, limbCount)
        }
        // All lanes are written, also those that nobody asked for; each in the width of the widest modulus.
        let wide = (0..<laneCount).map { _ in LimbStorage(count: digitCount * wideLimbCount) }
        for digit in 0..<digitCount {
            unsafe Self.withMutableWords(of: wide, offset: digit * wideLimbCount) { words in
                unsafe functions.store(
                    words, wideLimbCount, temporary.pointer + digit * limbCount * laneCount, limbCount)
            }
        }
        return (0..<count).map { lane in
            let width = moduli[lane].limbCount
            if width == wideLimbCount { return wide[lane] }
            let element = LimbStorage(count: digitCount * width)
            for digit in 0..<digitCount {
                unsafe (element.pointer + digit * width).update(
                    from: wide[lane].pointer + digit * wideLimbCount, count: width)
            }
            return element
        }
    }

    /// Writes the digits of elements; the storages are as wide as the lanes' moduli.
    private func loadDigits(_ elements: [LimbStorage], into place: Words) {
        for digit in 0..<digitCount {
            unsafe Self.withWords(
                of: elements, offsets: moduli.map { digit * $0.limbCount }, widths: moduli.map { $0.limbCount },
                count: wideLimbCount
            ) { words in
                unsafe functions.load(
                    place + digit * limbCount * laneCount, words, wideLimbCount, limbCount)
            }
        }
    }

    // MARK: - Products

    package func setOne(_ place: Words) {
        unsafe place.update(from: one.pointer, count: wordCount)
    }

    @inline(__always)
    package func multiply(_ result: Words, _ a: Words, _ b: Words) {
        if digitCount == 1 {
            unsafe functions.multiply(result, a, b, modulus.pointer, limbCount, scratch.pointer)
        } else {
            unsafe functions.multiply_pairs(result, a, b, modulus.pointer, limbCount, scratch.pointer)
        }
    }

    @inline(__always)
    package func square(_ result: Words, _ a: Words) {
        if digitCount == 1 {
            unsafe functions.square(result, a, modulus.pointer, limbCount, scratch.pointer)
        } else {
            unsafe functions.square_pair(result, a, modulus.pointer, limbCount, scratch.pointer)
        }
    }

    // MARK: - Shifts

    package func shift(_ result: Words, _ a: Words, by count: (Int) -> UInt64) {
        for lane in 0..<laneCount { unsafe indices.pointer[lane] = count(lane) }
        unsafe functions.shift_left(result, a, indices.pointer, limbCount)
    }

    /// The most bits w for which the square of a digit shifted by up to `2^w − 1`, which is below `2^(2^w)·m`, is below `m·R`.
    private static func shiftBits(spareBits: Int, largest: Int) -> Int {
        var bits = 1
        while 1 << (bits + 2) <= spareBits, (2 << bits) - 1 <= largest { bits += 1 }
        return bits
    }

    // MARK: - Choices

    package func copyLane(_ source: Int, of place: Words, to lane: Int, of result: Words) {
        for word in 0..<entryWordCount {
            unsafe result[word * laneCount + lane] = place[word * laneCount + source]
        }
    }

    package func select(_ result: Words, from places: Words, count: Int, index: (Int) -> UInt64) {
        for lane in 0..<laneCount { unsafe indices.pointer[lane] = index(lane) }
        unsafe functions.select(result, places, count, entryWordCount, indices.pointer)
    }

    package func storeEntry(_ index: Int, inBlock block: Words, count: Int, from place: Words, lane: Int) {
        for word in 0..<entryWordCount { unsafe block[word * count + index] = place[word * laneCount + lane] }
    }

    package func select(_ result: Words, fromBlocks even: Words, _ odd: Words, count: Int, index: (Int) -> UInt64) {
        for lane in 0..<laneCount { unsafe indices.pointer[lane] = index(lane) }
        unsafe functions.select_shared(result, even, odd, count, entryWordCount, indices.pointer)
    }

    // MARK: - Lists of addresses

    /// Calls with the addresses of the limbs of each storage, from its offset on, as so many limbs: shorter ones are copied.
    private static func withWords(
        of storages: [LimbStorage], offsets: [Int]?, widths: [Int]? = nil, count: Int,
        _ body: (UnsafePointer<UnsafePointer<UInt64>?>) -> Void
    ) {
        let parts = storages.indices.map { lane in
            let (storage, offset) = (storages[lane], offsets?[lane] ?? 0)
            let width = widths?[lane] ?? storage.count
            if width == count { return (storage, offset) }
            let copy = LimbStorage(count: count)
            unsafe copy.pointer.update(from: storage.pointer + offset, count: Swift.min(width, count))
            return (copy, 0)
        }
        let addresses = unsafe parts.map { unsafe Optional(UnsafePointer($0.0.pointer + $0.1)) }
        withExtendedLifetime(parts) {
            unsafe addresses.withUnsafeBufferPointer { buffer in
                if let first = buffer.baseAddress { unsafe body(first) }
            }
        }
    }

    private static func withMutableWords(
        of storages: [LimbStorage], offset: Int, _ body: (UnsafePointer<UnsafeMutablePointer<UInt64>?>) -> Void
    ) {
        let addresses = unsafe storages.map { unsafe Optional($0.pointer + offset) }
        withExtendedLifetime(storages) {
            unsafe addresses.withUnsafeBufferPointer { buffer in
                if let first = buffer.baseAddress { unsafe body(first) }
            }
        }
    }
}
