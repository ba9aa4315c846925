// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Stream header")
struct StreamHeaderTests {
    @Test("the binding matches the known answers", arguments: try ScoringVectors.list(\.headers, "headers"))
    func knownAnswers(_ vector: ScoringVectors.Header) throws {
        let header = StreamHeader(
            kind: try #require(StreamHeader.Kind(rawValue: vector.kind)), contractID: vector.contract.bytes,
            keyID: try KeyID(bytes: vector.key.bytes), requestID: vector.request.bytes,
            layout: vector.seed.map { .compactRows(seed: $0.bytes) } ?? .packedRows)
        #expect(header.binding == vector.binding.bytes)
        #expect(header.groupBinding == Array(vector.binding.bytes.prefix(8)))
    }

    @Test("the binding changes with every field, and no two fields can pass for each other")
    func sensitivity() throws {
        let (a, b) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        var headers: [StreamHeader] = []
        for kind in [StreamHeader.Kind.request, .answer] {
            for (contract, key, request) in [
                (a, a, a), (a, a, b), (a, b, a), (b, a, a), (b, b, b), (a + a, a, []), ([], a, a + a),
            ] {
                for layout in [StreamHeader.Layout.packedRows, .compactRows(seed: a), .compactRows(seed: b)] {
                    headers.append(
                        StreamHeader(
                            kind: kind, contractID: contract, keyID: try KeyID(bytes: key), requestID: request,
                            layout: layout))
                }
            }
        }
        #expect(Set(headers.map(\.binding)).count == headers.count)
        #expect(Set(headers.map(\.groupBinding)).count == headers.count)
        // One bit of an id or a seed.
        func binding(_ contract: [UInt8], _ key: [UInt8], _ request: [UInt8], _ seed: [UInt8]) throws -> [UInt8] {
            try StreamHeader(
                kind: .request, contractID: contract, keyID: KeyID(bytes: key), requestID: request,
                layout: .compactRows(seed: seed)
            ).binding
        }
        let base = try binding(a, a, a, a)
        for bit in 0..<256 {
            var flipped = a
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try binding(flipped, a, a, a) != base)
            #expect(try binding(a, flipped, a, a) != base)
            #expect(try binding(a, a, flipped, a) != base)
            #expect(try binding(a, a, a, flipped) != base)
        }
    }

    @Test("request ids are 16 bytes, and no two are alike in any byte's place for long")
    func requestIDs() {
        let ids = (0..<200).map { _ in StreamHeader.makeRequestID() }
        #expect(ids.allSatisfy { $0.count == 16 && $0.count == StreamHeader.requestIDByteCount })
        #expect(Set(ids).count == ids.count)
        // A byte that never takes 30 of its 256 values in 200 draws, or a bit that never changes, would be no chance.
        for place in 0..<16 { #expect(Set(ids.map { $0[place] }).count > 30) }
        #expect(ids.reduce([UInt8](repeating: 0xFF, count: 16)) { zip($0, $1).map(&) }.allSatisfy { $0 == 0 })
    }
}
