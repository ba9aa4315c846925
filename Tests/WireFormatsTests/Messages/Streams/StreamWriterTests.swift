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
        let pair = [ciphertext, ciphertext]
        func writer(_ layout: StreamHeader.Layout = .packedRows) -> ScoringRequestWriter {
            ScoringRequestWriter(contract: MessageFiles.contract, key: key, layout: layout)
        }
        var partlyFilled = writer()
        try partlyFilled.write(pair, rowCount: 92)
        let outOfOrder = #expect(throws: WireFormatError.self) { try partlyFilled.write(pair, rowCount: 1) }
        #expect(outOfOrder?.code == .outOfOrder)
        let attempts: [(inout ScoringRequestWriter) throws -> Void] = [
            { try $0.close() }, { try $0.write([ciphertext], rowCount: 1) }, { try $0.write(pair, rowCount: 94) },
            { try $0.write(pair, rowCount: 0) }, { try $0.write(pair, rowCount: -1) },
            { try $0.write(compact: [[1], [2]], rowCount: 1) },
            {
                $0 = writer(.compactRows(seed: [UInt8](repeating: 9, count: 32)))
                try $0.write(pair, rowCount: 1)
            },
        ]
        for attempt in attempts {
            var fresh = writer()
            let error = #expect(throws: WireFormatError.self) { try attempt(&fresh) }
            #expect(error?.code == .countMismatch)
        }
    }
}
