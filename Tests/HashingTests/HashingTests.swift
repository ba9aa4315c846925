// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing
import TestSupport
import Testing

@Suite("SHA-256 and MGF1")
struct HashingTests {
    struct Digest: Decodable, Sendable { let message, digest: HexBytes }
    struct Mask: Decodable, Sendable { let seed, mask: HexBytes }

    @Test("digests match the known answers", arguments: try VectorFile.load("hashes", "digests", as: Digest.self))
    func digest(_ vector: Digest) {
        #expect(SHA256.hash(vector.message.bytes) == vector.digest.bytes)
    }

    @Test("a message in pieces gives the digest of the whole", arguments: [1, 3, 63, 64, 65, 200])
    func pieces(size: Int) {
        let message = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var hash = SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            hash.update(message[start..<min(message.count, start + size)])
        }
        #expect(hash.finalize() == SHA256.hash(message))
    }

    @Test("a million letters give the digest that NIST publishes")
    func million() {
        let digest = SHA256.hash(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest.prefix(4) == [0xcd, 0xc7, 0x6e, 0x5c])
        #expect(digest.suffix(4) == [0xc7, 0x11, 0x2c, 0xd0])
    }

    @Test("masks match the known answers", arguments: try VectorFile.load("hashes", "masks", as: Mask.self))
    func mask(_ vector: Mask) {
        #expect(MGF1.mask(seed: vector.seed.bytes, count: vector.mask.bytes.count) == vector.mask.bytes)
    }
}
