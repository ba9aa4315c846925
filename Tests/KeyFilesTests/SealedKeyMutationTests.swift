// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import KeyFiles
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Mutations of private key files under a passphrase")
struct SealedKeyMutationTests {
    @Test("reads or refuses mutations")
    func sealedKeys() throws {
        // Of little cost, and without a proof, which would be verified each time. What stands beside the numbers may change.
        let (good, empty) = (
            try SealedFiles.bytes("sealed-phe-2048.json"), try SealedFiles.bytes("sealed-nothing.json")
        )
        let passphrase = try Passphrase(SealedPrivateKeyTests.passphrase.utf8)
        let tally = try MutationTally(
            of: Mutator([good] + Array(repeating: empty, count: 9), .json), code: \WireFormatError.code
        ) { (bytes, _) throws(WireFormatError) in
            try SealedPrivateKey(JSONDocument(bytes)).open(passphrase)
        } check: { key in
            #expect(key.publicKey.modulusBytes == KeyFixture.named("phe-2048").n.bytes)
        }
        #expect(tally.accepted > 0 && tally.refused.count >= 8, "\(tally)")
        #expect(tally.refused[.wrongPassphrase] != nil)
    }
}
