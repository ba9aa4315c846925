// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing

@Suite("Stream header")
struct StreamHeaderTests {
    @Test("the binding matches the known answers", arguments: try ScoringVectors.load().headers)
    func knownAnswers(_ vector: ScoringVectors.Header) throws {
        let header = StreamHeader(
            kind: try #require(StreamHeader.Kind(rawValue: vector.kind)), contractID: vector.contract.bytes,
            keyID: vector.key.bytes, layout: vector.seed.map { .compactRows(seed: $0.bytes) } ?? .packedRows)
        #expect(header.binding == vector.binding.bytes)
        #expect(header.groupBinding == Array(vector.binding.bytes.prefix(8)))
    }

    @Test("the binding changes with every field, and no two fields can pass for each other")
    func sensitivity() {
        let (a, b) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        var headers: [StreamHeader] = []
        for kind in [StreamHeader.Kind.request, .answer] {
            for (contract, key) in [(a, a), (a, b), (b, a), (b, b), (a + a, []), ([], a + a)] {
                for layout in [StreamHeader.Layout.packedRows, .compactRows(seed: a), .compactRows(seed: b)] {
                    headers.append(StreamHeader(kind: kind, contractID: contract, keyID: key, layout: layout))
                }
            }
        }
        #expect(Set(headers.map(\.binding)).count == headers.count)
        #expect(Set(headers.map(\.groupBinding)).count == headers.count)
        // One bit of an id or a seed.
        let base = StreamHeader(kind: .request, contractID: a, keyID: a, layout: .compactRows(seed: a)).binding
        for bit in 0..<256 {
            var flipped = a
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            for header in [
                StreamHeader(kind: .request, contractID: flipped, keyID: a, layout: .compactRows(seed: a)),
                StreamHeader(kind: .request, contractID: a, keyID: flipped, layout: .compactRows(seed: a)),
                StreamHeader(kind: .request, contractID: a, keyID: a, layout: .compactRows(seed: flipped)),
            ] {
                #expect(header.binding != base)
            }
        }
    }
}
