// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@Suite("Wiping")
struct WipeTests {
    @Test("wiping an array overwrites its storage and empties it")
    func wiping() {
        var secret = [UInt8](repeating: 0xA5, count: 64)
        wipe(&secret)
        #expect(secret.isEmpty)
        // The storage is still the array's own, so that it can be looked at.
        let left = unsafe secret.withUnsafeMutableBufferPointer { storage in
            unsafe storage.baseAddress.map { unsafe Array(UnsafeBufferPointer(start: $0, count: 64)) }
        }
        #expect(left == [UInt8](repeating: 0, count: 64))
    }
}
