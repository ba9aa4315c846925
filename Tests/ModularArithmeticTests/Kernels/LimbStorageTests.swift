// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import TestSupport
import Testing

@Suite("Limb storage", .serialized)
struct LimbStorageTests {
    static let secret: UInt64 = 0xDEAD_BEEF_CAFE_F00D

    @Test("starts as zeros and is wiped on demand, in full", arguments: [1, 2, 3, 31, 64, 1000])
    func wipe(_ count: Int) {
        let storage = LimbStorage(count: count)
        #expect(storage.count == count)
        for i in 0..<count { unsafe #expect(storage.pointer[i] == 0) }
        for i in 0..<count { unsafe storage.pointer[i] = Self.secret }
        storage.wipe()
        for i in 0..<count { unsafe #expect(storage.pointer[i] == 0, "limb \(i) of \(count)") }
    }

    #if os(Linux)
        @Test("the observation works: memory that nobody wipes shows its content to the next owner")
        func control() {
            let secret: UInt64 = 0x0123_4567_89AB_CDEF
            FreedMemory.leave(secret, limbCount: 100, blockCount: 5)
            #expect(
                FreedMemory.occurrences(
                    ofVeiled: [FreedMemory.veiled(secret)], limbCounts: 100...100, blockCount: 50) > 50)
        }

        @Test("a number that is released leaves nothing behind", arguments: [4, 16, 64, 100])
        func released(_ count: Int) {
            let secret: UInt64 = 0xFEDC_BA98_7654_3210
            // Not from an array, which would leave the limbs behind itself.
            let limbs = repeatElement(secret, count: count)
            for _ in 0..<5 { _ = Natural(limbs: limbs).adding(Natural(0)).subtracting(Natural(0)) }
            #expect(
                FreedMemory.occurrences(
                    ofVeiled: [FreedMemory.veiled(secret)], limbCounts: count...(count + 1), blockCount: 50) == 0)
        }
    #endif
}
