// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import TestSupport
import Testing

/// What functions on single numbers compute, modulo n or its square.
enum ScalarProduct: String, CaseIterable, CustomTestStringConvertible {
    case multiply, square, leave, multiplyPairs, squarePair, leavePair

    /// Where the result goes: elsewhere, over an operand, over both.
    enum Place: CaseIterable { case elsewhere, overA, overB }

    var testDescription: String { rawValue }
    var takesTwo: Bool { self == .multiply || self == .multiplyPairs }
    var digitCount: Int { [.multiplyPairs, .squarePair, .leavePair].contains(self) ? 2 : 1 }
}

/// A modulus and two pairs of digits that arithmetic gets wrong first.
struct ScalarOperands: CustomStringConvertible {
    let limbCount: Int
    let modulus: BigUInt
    let a, b: [BigUInt]

    /// The first rounds give all digits the same kind.
    init(limbCount: Int, round: Int, using generator: inout SeededGenerator) {
        self.limbCount = limbCount
        // Also such as leave the highest limb nearly empty.
        let bitCount = 64 * limbCount - [0, 1, 37, 62][round / HostileModulus.allCases.count % 4]
        let modulus =
            HostileModulus.allCases[round % HostileModulus.allCases.count]
            .value(bitCount: bitCount, limbBitCount: limbCount == 1 ? 1 : 64, using: &generator) | 1
        func digit() -> BigUInt {
            let kind = round == 0 ? HostileDigit.belowModulus : HostileDigit.allCases.randomElement(using: &generator)!
            let digit = kind.value(for: modulus, limbBitCount: 64, using: &generator)
            return digit < modulus ? digit : digit - modulus
        }
        self.modulus = modulus
        a = [digit(), digit()]
        b = [digit(), digit()]
    }

    var description: String { "n = \(modulus), a = \(a), b = \(b)" }

    /// The words of a result.
    func result(of product: ScalarProduct, by kernel: cpk_scalar_kernel, _ place: ScalarProduct.Place) -> [UInt64] {
        let digitCount = product.digitCount
        func words(_ digits: [BigUInt]) -> AlignedWords {
            AlignedWords(digits.prefix(digitCount).flatMap { $0.words64(limbCount) })
        }
        let (a, b, n) = (words(a), words(b), AlignedWords(modulus.words64(limbCount)))
        let result =
            switch place {
            case .elsewhere: AlignedWords(count: digitCount * limbCount)
            case .overA: a
            case .overB: b
            }
        let scratch = AlignedWords(count: (2 * digitCount + 1) * limbCount)
        let lowest = modulus.words64()[0]
        // Newton's iteration: each step doubles the bits that are right, of which there are three to begin with.
        let inverse = 0 &- (0..<5).reduce(lowest) { inverse, _ in inverse &* (2 &- lowest &* inverse) }
        withExtendedLifetime((a, b, n, result, scratch)) {
            let (r, x, y, n, s) = unsafe (result.start, a.start, b.start, n.start, scratch.start)
            switch product {
            case .multiply: unsafe kernel.montgomery_multiply(r, x, y, n, inverse, limbCount, s)
            case .square: unsafe kernel.montgomery_square(r, x, n, inverse, limbCount, s)
            case .leave: unsafe kernel.montgomery_leave(r, x, n, inverse, limbCount, s)
            case .multiplyPairs: unsafe kernel.pair_multiply(r, x, y, n, inverse, limbCount, s)
            case .squarePair: unsafe kernel.pair_square(r, x, n, inverse, limbCount, s)
            case .leavePair: unsafe kernel.pair_leave(r, x, n, inverse, limbCount, s)
            }
        }
        return result.contents
    }

    /// What a result times R differs from the right one by; nothing where a digit is not below the modulus.
    func difference(of result: [UInt64], from product: ScalarProduct) -> BigInt? {
        let digits = stride(from: 0, to: result.count, by: limbCount)
            .map { BigUInt(limbs: Array(result[$0..<($0 + limbCount)])) }
        guard digits.allSatisfy({ $0 < modulus }) else { return nil }
        func value(_ digits: [BigUInt]) -> BigUInt {
            product.digitCount == 1 ? digits[0] : digits[0] + digits[1] * modulus
        }
        let right =
            switch product {
            case .multiply, .multiplyPairs: value(a) * value(b)
            case .square, .squarePair: value(a) * value(a)
            case .leave, .leavePair: value(a)
            }
        let ring = product.digitCount == 1 ? modulus : modulus * modulus
        return (BigInt(value(digits) << (64 * limbCount)) - BigInt(right)) % BigInt(ring)
    }
}
