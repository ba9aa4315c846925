// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Plaintexts")
struct PlaintextTests {
    @Test("bytes in and out", arguments: [0, 1, 255, 256, BigUInt(1) << 64, (BigUInt(1) << 2048) - 1] as [BigUInt])
    func bytes(_ value: BigUInt) {
        let plaintext = Plaintext(bigEndianBytes: value.bigEndianBytes())
        let needed = (value.bitWidth + 7) / 8
        #expect(plaintext.bigEndianBytes(count: needed) == value.bigEndianBytes())
        #expect(plaintext.bigEndianBytes(count: needed + 5) == value.bigEndianBytes(count: needed + 5))
        if needed > 0 { #expect(plaintext.bigEndianBytes(count: needed - 1) == nil) }
    }

    @Test("small integers")
    func integers() {
        #expect(Plaintext(UInt64.max).bigEndianBytes(count: 8) == [UInt8](repeating: 255, count: 8))
        #expect(Plaintext(7).bigEndianBytes(count: 2) == [0, 7])
    }
}
