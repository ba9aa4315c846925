// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Writers of requests and answers")
struct StreamWriterTests {
    @Test("refuse what readers would")
    func writers() throws {
        let key = MessageFiles.provenKey
        let ciphertext = try key.publicKey.encrypt(Plaintext(1))
        func writer(_ layout: StreamHeader.Layout = .packedRows) throws -> ScoringRequestWriter {
            try ScoringRequestWriter(contract: MessageFiles.contract, key: key, layout: layout) { _ in }
        }
        var partlyFilled = try writer()
        try partlyFilled.write([ciphertext, ciphertext], rowCount: 92)
        let attempts: [(WireFormatError.Code, () throws -> Void)] = [
            (.outOfOrder, { try partlyFilled.write([ciphertext, ciphertext], rowCount: 1) }),
            (.countMismatch, { try writer().close() }),
            (
                .countMismatch,
                {
                    var writer = try writer()
                    try writer.write([ciphertext], rowCount: 1)
                }
            ),
            (
                .countMismatch,
                {
                    var writer = try writer()
                    try writer.write([ciphertext, ciphertext], rowCount: 94)
                }
            ),
            (
                .countMismatch,
                {
                    var writer = try writer()
                    try writer.write([ciphertext, ciphertext], rowCount: 0)
                }
            ),
            (
                .countMismatch,
                {
                    var writer = try writer()
                    try writer.write([ciphertext, ciphertext], rowCount: -1)
                }
            ),
            (
                .countMismatch,
                {
                    var writer = try writer(.compactRows(seed: [UInt8](repeating: 9, count: 32)))
                    try writer.write([ciphertext, ciphertext], rowCount: 1)
                }
            ),
            (
                .countMismatch,
                {
                    var writer = try writer()
                    try writer.write(compact: [[1], [2]], rowCount: 1)
                }
            ),
        ]
        for (code, attempt) in attempts {
            let error = #expect(throws: WireFormatError.self, performing: attempt)
            #expect(error?.code == code)
        }
        struct Full: Error {}
        #expect(throws: Full.self) {
            try ScoringAnswerWriter(
                contract: MessageFiles.contract, key: key.publicKey, requestID: [UInt8](repeating: 1, count: 16)
            ) { _ in throw Full() }
        }
    }
}
