// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import WireFormats

@Suite("JSON reader against damaged texts")
struct JSONReaderMutationTests {
    private static let seeds = [
        #"{"public_key": {"n": 340282366920938463463374607431768211457}, "values": [["1234567890", -13], ["99", 0]]}"#,
        #"{"name": "é😀\ud83d\ude00\n", "version": 1, "accuracy": 1e-6, "features": [{"minimum": -0.5, "b": null}, true]}"#,
        #"{"kty":"DAJ","key_ops":["decrypt"],"p":"AQAB","q":"_-8","pub":{"kty":"DAJ","alg":"PAI-GN1","n":"Aw"}}"#,
    ]

    @Test("reads or refuses every truncation", arguments: seeds)
    func truncated(_ text: String) throws {
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            let error = #expect(throws: WireFormatError.self) { try JSONReader.read(bytes.prefix(length)) }
            #expect(error?.code == .malformedJSON)
        }
        _ = try JSONReader.read(bytes)
    }

    @Test("reads or refuses 10,000 mutations", arguments: seeds.indices)
    func mutated(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1)
        let alphabet =
            Array("\"\\u{}[]:,0123456789dDeE+-.untrufalsé\u{0}\n \u{FEFF}".utf8) + [0x80, 0xC0, 0xED, 0xF4, 0xFF]
        var accepted = 0
        for _ in 0..<10_000 {
            var bytes = Array(Self.seeds[seed].utf8)
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
                }
            }
            // Reading must end in a value or a typed error; a value must survive writing and reading.
            if let value = try? JSONReader.read(bytes) {
                let text = JSONWriter.write(value)
                #expect(JSONWriter.write(try JSONReader.read(text)) == text)
                accepted += 1
            }
        }
        // Mutations that are all refused, or all accepted, would probe nothing.
        #expect(accepted > 100 && accepted < 9000)
    }
}
