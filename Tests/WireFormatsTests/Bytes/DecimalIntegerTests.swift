// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import TestSupport
import Testing
import WireFormats

@Suite("Decimal integers")
struct DecimalIntegerTests {
    /// Lengths around the groups of nine digits, around whole words and at the sizes of moduli and ciphertexts.
    private static let bitWidths = [
        1, 29, 30, 31, 32, 33, 59, 60, 63, 64, 65, 1023, 1024, 2048, 3072, 4096, 6144, 8192,
    ]

    @Test("agrees with an independent big integer", arguments: bitWidths)
    func agrees(_ bits: Int) {
        var random = SeededGenerator(seed: UInt64(bits))
        let top = BigUInt(1) << bits
        let hostile = [top - 1, top, top + 1, top - 1 << (bits / 2), BigUInt(10).power(bits * 3 / 10), 0]
        for number in hostile + (0..<50).map({ _ in BigUInt.randomInteger(withMaximumWidth: bits, using: &random) }) {
            let digits = Array(String(number).utf8)
            let bytes = Array(number.serialize())
            #expect(DecimalInteger.bigEndianBytes(digits: digits) == bytes)
            #expect(DecimalInteger.digits(bigEndianBytes: bytes) == digits)
        }
    }

    @Test("every length up to 100 digits, all nines and a one before zeros")
    func lengths() {
        for length in 1...100 {
            for text in [String(repeating: "9", count: length), "1" + String(repeating: "0", count: length - 1)] {
                let bytes = DecimalInteger.bigEndianBytes(digits: Array(text.utf8))
                #expect(BigUInt(text)?.serialize().elementsEqual(bytes) == true)
                #expect(DecimalInteger.digits(bigEndianBytes: bytes) == Array(text.utf8))
            }
        }
    }

    @Test("drops leading zeros on both ways")
    func leadingZeros() {
        #expect(DecimalInteger.bigEndianBytes(digits: Array("0000000000000000000256".utf8)) == [1, 0])
        #expect(DecimalInteger.digits(bigEndianBytes: [0, 0, 0, 0, 0, 0, 1, 0]) == Array("256".utf8))
        #expect(DecimalInteger.bigEndianBytes(digits: Array("0".utf8)).isEmpty)
        #expect(DecimalInteger.digits(bigEndianBytes: []) == Array("0".utf8))
        #expect(DecimalInteger.bigEndianBytes(digits: []).isEmpty)
    }
}
