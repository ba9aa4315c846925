// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier
import Testing

@Suite("Key sizes")
struct KeySizeTests {
    @Test(
        "2048, 3072 and 4096 bits exist, and nothing else",
        arguments: [0, 1, 512, 1024, 1536, 2047, 2049, 3071, 4095, 8192, -1])
    func others(_ bits: Int) {
        #expect(throws: PaillierError(.keySize)) { try KeySize(bits: bits) }
    }

    @Test("the supported ones", arguments: [2048, 3072, 4096])
    func supported(_ bits: Int) throws {
        #expect(try KeySize(bits: bits).bits == bits)
        #expect(KeySize.default.bits == 3072)
        #expect(KeySize.bits2048.bits == 2048 && KeySize.bits3072.bits == 3072 && KeySize.bits4096.bits == 4096)
    }
}
