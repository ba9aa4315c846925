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

    @Test("wiping with a filler puts it into every place, and empties the array")
    func filling() {
        var secret: [Double?] = [1, nil, 3, 4]
        wipe(&secret, with: -7)
        #expect(secret.isEmpty)
        let left = unsafe secret.withUnsafeMutableBufferPointer { storage in
            unsafe storage.baseAddress.map { unsafe Array(UnsafeBufferPointer(start: $0, count: 4)) }
        }
        #expect(left == [-7, -7, -7, -7])
    }
}
