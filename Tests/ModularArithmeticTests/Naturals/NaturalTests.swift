// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Natural")
struct NaturalTests {
    @Test("limbs, bytes, bits and widths agree with the reference", arguments: LimbPattern.limbCounts)
    func conversions(_ count: Int) {
        for (pattern, limbs) in LimbPattern.all(count) {
            let natural = Natural(limbs: limbs)
            let value = BigUInt(limbs: limbs)
            #expect(natural.limbCount == count)
            #expect(natural.value == value, "\(pattern)")
            #expect(natural.limb(count) == 0 && natural.limb(count + 5) == 0)
            let bytes = natural.bigEndianBytes(count: count * 8)
            #expect(bytes == value.bigEndianBytes(count: count * 8), "\(pattern)")
            #expect(natural.bigEndianBytes(count: count * 8 + 3) == [0, 0, 0] + bytes)
            #expect(Natural(bigEndianBytes: bytes).value == value, "\(pattern)")
            #expect(natural.bitWidthVariableTime == value.bitWidth, "\(pattern)")
            #expect(natural.resized(limbCount: count + 2).value == value)
            for kept in [1, (count + 1) / 2, count, count + 1] {
                let truncated = natural.modulo(limbCount: kept)
                #expect(
                    truncated.limbCount == kept && truncated.value == value % (BigUInt(1) << (64 * kept)), "\(pattern)")
            }
            for start in [0, 1, 61, 62, 63, 64, 65, count * 64 - 1, count * 64] {
                let low = natural.lowBits(start)
                #expect(low.value == value & ((BigUInt(1) << start) - 1), "\(pattern), low \(start) bits")
                #expect(natural.bit(start) == UInt64(value >> start & 1), "\(pattern), bit \(start)")
                for width in [1, 5, 62, 63] {
                    let expected = UInt64(value >> start & ((1 << width) - 1))
                    #expect(natural.bits(from: start, count: width) == expected, "\(pattern), \(width) from \(start)")
                }
            }
        }
    }

    @Test("bytes that do not fill a limb", arguments: 0...17)
    func oddByteCounts(_ count: Int) {
        let bytes = (0..<count).map { UInt8(0xF0 + $0 % 16) }
        let natural = Natural(bigEndianBytes: bytes)
        #expect(natural.limbCount == max(1, (count + 7) / 8))
        #expect(natural.value == BigUInt(bigEndianBytes: bytes))
        #expect(natural.bigEndianBytes(count: count) == bytes)
        // A part of an array, whose indices do not start at 0.
        let slice = Natural(bigEndianBytes: ([9, 9, 9] + bytes + [9]).dropFirst(3).dropLast())
        #expect(slice.limbCount == natural.limbCount && slice.value == natural.value)
    }

    @Test("leading zero bytes count for the width, not for the value")
    func leadingZeros() {
        let natural = Natural(bigEndianBytes: [UInt8](repeating: 0, count: 16) + [7])
        #expect(natural.limbCount == 3)
        #expect(natural.value == 7)
        #expect(natural.bigEndianBytes(count: 1) == [7])
    }

    @Test("nothing at all is zero in one limb")
    func empty() {
        for zero in [Natural(limbs: [UInt64]()), Natural(bigEndianBytes: [UInt8]()), Natural(0)] {
            #expect(zero.limbCount == 1)
            #expect(zero.value == 0)
            #expect(zero.bigEndianBytes(count: 0).isEmpty)
        }
        #expect(Natural(5, limbCount: 4).limbCount == 4)
    }

    @Test("a copy cannot be changed through the original")
    func valueSemantics() {
        let original = Natural(limbs: [1, 2, 3] as [UInt64])
        let copy = original
        _ = original.adding(Natural(limbs: [.max, .max] as [UInt64]))
        _ = original.exactQuotient(dividingByOdd: Natural(7))
        #expect(copy.value == original.value)
        #expect(copy.value == BigUInt(limbs: [1, 2, 3]))
    }

    @Test("neither description nor dump shows the value")
    func redacted() {
        let secret = Natural(0xDEAD_BEEF_CAFE_F00D)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            let text = text.lowercased()
            #expect(!text.contains("deadbeef") && !text.contains(String(0xDEAD_BEEF_CAFE_F00D as UInt64)))
        }
    }

    @Test("a value that does not fit its bytes or limbs traps")
    func tooNarrow() async {
        await #expect(processExitsWith: .failure) { _ = Natural(256).bigEndianBytes(count: 1) }
        await #expect(processExitsWith: .failure) { _ = Natural(limbs: [0, 1] as [UInt64]).resized(limbCount: 1) }
    }
}
