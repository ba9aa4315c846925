// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Signed scalars")
struct SignedScalarTests {
    @Test("the whole range fits, and not one more", arguments: [1, 2, 3, 8, 16, 63, 64, 65, 127, 128, 129])
    func range(_ width: Int) throws {
        let half = BigInt(1) << (width - 1)
        for value in [-half, half - 1, 0, -half + 1, half / 2] {
            let scalar = try SignedScalar(big: value, bitWidth: width)
            #expect(scalar.bitWidth == width)
            #expect(BigInt(scalar.shifted.value) == value + half)
        }
        for value in [half, half + 1, -half - 1, half * 2, -half * 4, half << 70, -(half << 70)] {
            #expect(throws: PaillierError(.scalarWidth)) { try SignedScalar(big: value, bitWidth: width) }
        }
    }

    @Test("minus zero is zero")
    func minusZero() throws {
        let scalar = try SignedScalar(magnitude: .init(0), isNegative: .init(lowestBitOf: 1), bitWidth: 8)
        #expect(scalar.shifted.value == 128)
    }

    @Test("widths below 1 are refused", arguments: [0, -1, -64])
    func widths(_ width: Int) {
        #expect(throws: PaillierError(.scalarWidth)) { try SignedScalar(big: 0, bitWidth: width) }
    }

    @Test("machine integers of a declared width", arguments: [1, 2, 8, 16, 32, 63, 64, 65, 90])
    func narrowIntegers(_ width: Int) throws {
        let half = BigInt(1) << (width - 1)
        for value in [0, 1, -1, 127, -128, 128, -129, 32_767, -32_768, 32_768, .max, .min] as [Int64] {
            guard -half <= BigInt(value), BigInt(value) < half else {
                #expect(throws: PaillierError(.scalarWidth)) { try SignedScalar(value, bitWidth: width) }
                continue
            }
            let scalar = try SignedScalar(value, bitWidth: width)
            #expect(scalar.bitWidth == width && BigInt(scalar.shifted.value) == BigInt(value) + half)
        }
    }

    @Test("64-bit integers", arguments: [0, 1, -1, .max, .min] as [Int64])
    func integers(_ value: Int64) {
        #expect(SignedScalar(value).bitWidth == 64)
        #expect(BigInt(SignedScalar(value).shifted.value) == BigInt(value) + BigInt(1) << 63)
    }
}
