// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import TestSupport
import Testing

/// A kernel's functions for moduli, one in each lane, on big integers.
struct LaneArithmetic {
    let test: LaneKernelUnderTest
    let moduli: [BigUInt]
    let limbCount: Int
    let modulus: AlignedWords

    /// Moduli of `bitCount` bits at most, in the fewest limbs.
    init(_ test: LaneKernelUnderTest, moduli: [BigUInt], bitCount: Int) {
        self.test = test
        self.moduli = moduli
        limbCount = test.kernel.limb_count(bitCount)
        modulus = AlignedWords(count: (limbCount + 1) * test.laneCount)
        let wordCount = (bitCount + 63) / 64
        unsafe Self.withWords(moduli.map { $0.words64(wordCount) }) { [limbCount, modulus] words in
            unsafe test.kernel.load_modulus(modulus.start, words, wordCount, limbCount)
        }
    }

    var r: BigUInt { 1 << (test.limbBitCount * limbCount) }
    var digitWords: Int { limbCount * test.laneCount }
    func scratch(digits: Int) -> AlignedWords { AlignedWords(count: digits * digitWords) }

    /// Digits whose values in lane `l` are `values[0][l]`, `values[1][l]`, …
    func digits(_ values: [BigUInt]...) -> AlignedWords {
        let result = AlignedWords(count: values.count * digitWords)
        for (digit, lanes) in values.enumerated() {
            let wordCount = lanes.map { $0.words64().count }.max()!
            unsafe Self.withWords(lanes.map { $0.words64(wordCount) }) { words in
                unsafe test.kernel.load(result.start + digit * digitWords, words, wordCount, limbCount)
            }
        }
        return result
    }

    /// The values of digit number `digit` in each lane.
    func values(_ words: AlignedWords, digit: Int = 0) -> [BigUInt] {
        let wordCount = (test.limbBitCount * limbCount + 63) / 64
        let lanes = (0..<test.laneCount).map { _ in AlignedWords(count: wordCount) }
        withExtendedLifetime(lanes) {
            let starts = unsafe lanes.map { unsafe Optional($0.start) }
            unsafe starts.withUnsafeBufferPointer { starts in
                unsafe test.kernel.store(
                    starts.baseAddress, wordCount, words.start + digit * digitWords, limbCount)
            }
        }
        return lanes.map { BigUInt(limbs: $0.contents) }
    }

    /// Calls `body` with a pointer to the words of each lane.
    static func withWords(
        _ lanes: [[UInt64]], _ body: (UnsafePointer<UnsafePointer<UInt64>?>) -> Void
    ) {
        let memory = lanes.map { AlignedWords($0) }
        withExtendedLifetime(memory) {
            let starts = unsafe memory.map { unsafe UnsafePointer<UInt64>($0.start) as Optional }
            unsafe starts.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
        }
    }
}

/// The four products, by name.
enum LaneProduct: String, CaseIterable, CustomTestStringConvertible {
    case multiply, square, multiplyPairs, squarePair

    var testDescription: String { rawValue }
    var isSquare: Bool { self == .square || self == .squarePair }
    var digitCount: Int { self == .multiplyPairs || self == .squarePair ? 2 : 1 }

    func callAsFunction(
        _ lanes: LaneArithmetic, _ result: AlignedWords, _ a: AlignedWords, _ b: AlignedWords, scratch: AlignedWords
    ) {
        let kernel = lanes.test.kernel
        let modulus = unsafe lanes.modulus.start
        let count = lanes.limbCount
        let scratch = unsafe scratch.start
        switch self {
        case .multiply: unsafe kernel.multiply(result.start, a.start, b.start, modulus, count, scratch)
        case .square: unsafe kernel.square(result.start, a.start, modulus, count, scratch)
        case .multiplyPairs: unsafe kernel.multiply_pairs(result.start, a.start, b.start, modulus, count, scratch)
        case .squarePair: unsafe kernel.square_pair(result.start, a.start, modulus, count, scratch)
        }
    }
}
