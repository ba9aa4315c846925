// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import WireFormats

@Suite("JSON reader against damaged texts")
struct JSONReaderMutationTests {
    private static let texts = [
        #"{"public_key": {"n": 340282366920938463463374607431768211457}, "values": [["1234567890", -13], ["99", 0]]}"#,
        #"{"name": "é😀\ud83d\ude00\n", "version": 1, "accuracy": 1e-6, "features": [{"minimum": -0.5, "b": null}, true]}"#,
        #"{"kty":"DAJ","key_ops":["decrypt"],"p":"AQAB","q":"_-8","pub":{"kty":"DAJ","alg":"PAI-GN1","n":"Aw"}}"#,
    ]

    @Test("reads or refuses every truncation", arguments: texts)
    func truncated(_ text: String) throws {
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            let error = #expect(throws: WireFormatError.self) { try JSONReader.read(bytes.prefix(length)) }
            #expect(error?.code == .truncated)
        }
        _ = try JSONReader.read(bytes)
    }

    @Test("reads or refuses mutations, and what it reads survives writing and reading")
    func mutated() throws {
        let mutator = Mutator(Self.texts.map { Array($0.utf8) }, .json)
        let tally = try MutationTally(of: mutator, code: \WireFormatError.code) { (bytes, _) throws(WireFormatError) in
            try JSONReader.read(bytes)
        } check: { value in
            let text = JSONWriter.write(value)
            let again = JSONWriter.write(try JSONReader.read(text))
            #expect(again == text)
        }
        #expect(tally.isVaried(reasons: 2), "\(tally)")
    }
}
