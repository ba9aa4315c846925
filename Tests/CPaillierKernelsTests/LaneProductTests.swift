// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import TestSupport
import Testing

/// Products in lanes against big integers, which share no code with them.
@Suite struct LaneProductTests {
    /// Bits of moduli: those of keys, their halves and with 63 bits of a fault check; and for every way of dividing limbs into
    /// blocks the tightest ones, with R = 8 n or nearly.
    static func bitCounts(_ test: LaneKernelUnderTest) -> [Int] {
        let fewest = test.kernel.limb_count(1)
        let limbCounts = Array(fewest...fewest + 12) + [40, 41, 59, 79, 80, 200]
        let tightest = limbCounts.map { test.limbBitCount * $0 - 3 }
        return [64, 983, 1024, 1087, 1536, 1599, 2048, 2111, 3072, 4096, 4160] + tightest
    }

    /// Where the result goes: elsewhere, over an operand, over both.
    enum Place: CaseIterable { case elsewhere, overA, overB }

    /// Stops at the first fault: there would be thousands.
    @Test(arguments: LaneKernelUnderTest.all, LaneProduct.allCases)
    func agreesWithBigIntegers(test: LaneKernelUnderTest, product: LaneProduct) throws {
        var generator = SeededGenerator(seed: 52)
        for bitCount in Self.bitCounts(test) {
            for round in 0..<(bitCount > 5000 ? 2 : test.rounds(12)) {
                let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
                let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
                // The first rounds give all operands the same kind: products of the largest above all.
                let sameKind: HostileDigit? = round == 0 ? .largest : round == 1 ? .limbsOfOnes : nil
                let operands = (0..<4).map { _ in
                    moduli.map { n in
                        let kind = sameKind ?? HostileDigit.allCases.randomElement(using: &generator)!
                        return kind.value(for: n, limbBitCount: test.limbBitCount, using: &generator)
                    }
                }
                for place in Place.allCases where !(product.isSquare && place == .overB) {
                    try check(product, lanes, operands, place)
                }
            }
        }
    }

    private func check(_ product: LaneProduct, _ lanes: LaneArithmetic, _ operands: [[BigUInt]], _ place: Place) throws
    {
        let isPair = product.digitCount == 2
        let a = isPair ? lanes.digits(operands[0], operands[1]) : lanes.digits(operands[0])
        let b = isPair ? lanes.digits(operands[2], operands[3]) : lanes.digits(operands[2])
        let scratch = lanes.scratch(digits: product.digitCount)
        let result =
            switch place {
            case .elsewhere: lanes.scratch(digits: product.digitCount)
            case .overA: a
            case .overB: b
            }
        product(lanes, result, a, b, scratch: scratch)

        let first = lanes.values(result)
        let second = isPair ? lanes.values(result, digit: 1) : []
        for (lane, n) in lanes.moduli.enumerated() {
            let squareOrModulus = isPair ? n * n : n
            func element(_ position: Int) -> BigUInt {
                operands[position][lane] + (isPair ? operands[position + 1][lane] * n : 0)
            }
            let left = element(0)
            let right = product.isSquare ? left : element(2)
            let value = first[lane] + (isPair ? second[lane] * n : 0)
            let place = "\(lanes.test.testDescription), \(product), \(place), \(n.bitWidth) bits, lane \(lane)"
            try #require(value * lanes.r % squareOrModulus == left * right % squareOrModulus, "\(place)")
            // What the documentation promises, times R.
            try #require(first[lane] * lanes.r < n * (lanes.r + (n << 2)), "\(place)")
            if isPair { try #require(second[lane] * lanes.r < n * (lanes.r + (n << 3)), "\(place)") }
        }
        try #require(result.isGuarded && scratch.isGuarded && lanes.modulus.isGuarded)
    }

    /// Digits are never reduced between products: a thousand of them in a row, each on the last one's result.
    @Test(arguments: LaneKernelUnderTest.all) func chainsStayRight(test: LaneKernelUnderTest) {
        var generator = SeededGenerator(seed: 1000)
        // R = 8 n or nearly: digits grow as they can.
        let bitCount = test.limbBitCount * 21 - 3
        let moduli = test.hostileModuli(bitCount: bitCount, first: 0, using: &generator)
        let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
        let squares = moduli.map { $0 * $0 }
        var expected = moduli.map { ($0 << 1) - 1 + (($0 << 1) - 1) * $0 }
        let base = zip(expected, squares).map { $0 % $1 }
        let inverses = squares.map { lanes.r.inverse($0)! }
        let start = lanes.digits(moduli.map { ($0 << 1) - 1 }, moduli.map { ($0 << 1) - 1 })
        let value = AlignedWords(start.contents)
        let scratch = lanes.scratch(digits: 2)
        for step in 0..<test.rounds(1000) {
            let isSquare = step % 5 != 4
            (isSquare ? LaneProduct.squarePair : .multiplyPairs)(lanes, value, value, start, scratch: scratch)
            for lane in moduli.indices {
                let factor = isSquare ? expected[lane] : base[lane]
                expected[lane] = expected[lane] * factor % squares[lane] * inverses[lane] % squares[lane]
            }
        }
        let first = lanes.values(value)
        let second = lanes.values(value, digit: 1)
        for (lane, n) in moduli.enumerated() {
            #expect((first[lane] + second[lane] * n) % squares[lane] == expected[lane], "lane \(lane)")
        }
    }
}
