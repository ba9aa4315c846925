// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier
import TestSupport
import Testing

@Suite("Ids of keys")
struct KeyIDTests {
    @Test("shows as hexadecimal, two digits for each byte")
    func description() throws {
        let id = try KeyID(bytes: [0, 1, 15, 16, 171, 255] + [UInt8](repeating: 9, count: 26))
        #expect(id.description == "00010f10abff" + String(repeating: "09", count: 26))
    }

    @Test("has 32 bytes", arguments: [0, 1, 31, 33, 64])
    func count(_ count: Int) throws {
        #expect(throws: PaillierError(.invalidKeyID)) { try KeyID(bytes: [UInt8](repeating: 1, count: count)) }
    }

    @Test("is that of the modulus, however the key came about, and equal keys have equal ids alone")
    func keys() throws {
        let names = ["structured-512", "phe-512", "structured-2048", "phe-2048"]
        let keys = try names.map { try KeyFixture.named($0).publicKey }
        let again = try names.map { try PublicKey(insecureTestModulus: KeyFixture.named($0).n.natural) }
        for (i, a) in keys.enumerated() {
            for (j, b) in again.enumerated() {
                #expect((a == b) == (i == j) && (a.id == b.id) == (i == j))
                #expect(i != j || a.hashValue == b.hashValue)
            }
            #expect(try KeyID(bytes: a.id.bytes) == a.id)
        }
        #expect(Set(keys + again).count == names.count)
    }
}
