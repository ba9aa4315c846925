// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing
import WireFormats

@Suite("Messages against damage")
struct MessageMutationTests {
    @Test("reads or refuses mutations of a contract, and what it reads survives writing and reading")
    func contracts() throws {
        let other = try Contract(
            name: "c", version: 1, headroom: 28,
            features: [
                Feature(name: "f", unit: "", minimum: 0, maximum: 1, ifMissing: 0.5),
                Feature(name: "g", levels: ["a", "b", "c"]),
            ],
            outputs: (0..<3).map { Output(name: "o\($0)", unit: "", link: .softmax, minimum: -1, maximum: 1) })
        let mutator = Mutator([MessageFiles.terms.message.bytes, other.messageBytes()], .protobuf(start: 0))
        let tally = try MutationTally(of: mutator, code: \WireFormatError.code) { (bytes, _) throws(WireFormatError) in
            try Contract(messageBytes: bytes)
        } check: { contract in
            let again = try Contract(messageBytes: contract.messageBytes())
            #expect(again == contract)
        }
        #expect(tally.isVaried(reasons: 5), "\(tally)")
    }

    @Test("reads or refuses mutations of a refusal, and what it reads survives writing and reading")
    func refusals() throws {
        let path = JSONPath.element(of: .member(of: .root, name: "groups"), index: 3)
        let files = [
            RefusalMessage(WireFormatError(.truncated, "it \"ends\"", at: path)).jsonText(),
            RefusalMessage(WireFormatError(.invalidKey, "no")).jsonText(),
        ]
        let tally = try MutationTally(of: Mutator(files, .json), code: \WireFormatError.code) {
            (bytes, _) throws(WireFormatError) in
            try RefusalMessage(jsonText: bytes)
        } check: { message in
            let again = try RefusalMessage(jsonText: message.jsonText())
            #expect(again == message)
        }
        #expect(tally.isVaried(reasons: 5), "\(tally)")
    }
}
