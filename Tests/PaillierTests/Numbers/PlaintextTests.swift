// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Plaintexts")
struct PlaintextTests {
    @Test("bytes in and out", arguments: [0, 1, 255, 256, BigUInt(1) << 64, (BigUInt(1) << 2048) - 1] as [BigUInt])
    func bytes(_ value: BigUInt) throws {
        let plaintext = Plaintext(bigEndianBytes: value.bigEndianBytes())
        let needed = (value.bitWidth + 7) / 8
        #expect(try plaintext.bigEndianBytes(count: needed) == value.bigEndianBytes())
        #expect(try plaintext.bigEndianBytes(count: needed + 5) == value.bigEndianBytes(count: needed + 5))
        #expect(throws: PaillierError(.byteCount)) { try plaintext.bigEndianBytes(count: needed - 1) }
    }

    @Test("small integers")
    func integers() throws {
        #expect(try Plaintext(UInt64.max).bigEndianBytes(count: 8) == [UInt8](repeating: 255, count: 8))
        #expect(try Plaintext(7).bigEndianBytes(count: 2) == [0, 7])
        #expect(try Plaintext(0).bigEndianBytes(count: 0) == [])
        #expect(throws: PaillierError(.byteCount)) { try Plaintext(0).bigEndianBytes(count: -1) }
    }
}
