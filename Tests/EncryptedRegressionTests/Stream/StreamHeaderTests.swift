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
            kind: try #require(StreamHeader.Kind(rawValue: vector.kind)),
            contractID: try ContractID(bytes: vector.contract.bytes),
            keyID: try KeyID(bytes: vector.key.bytes), requestID: try RequestID(bytes: vector.request.bytes),
            layout: vector.seed.map { .compactRows(seed: $0.bytes) } ?? .packedRows)
        #expect(header.binding == vector.binding.bytes)
        #expect(header.groupBinding == Array(vector.binding.bytes.prefix(8)))
    }

    @Test("the binding changes with every bit of every field")
    func sensitivity() throws {
        let (a, b) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        func header(
            _ kind: StreamHeader.Kind, _ contract: [UInt8], _ key: [UInt8], _ request: [UInt8],
            _ layout: StreamHeader.Layout
        ) throws -> StreamHeader {
            StreamHeader(
                kind: kind, contractID: try ContractID(bytes: contract), keyID: try KeyID(bytes: key),
                requestID: try RequestID(bytes: Array(request.prefix(16))), layout: layout)
        }
        var headers: [StreamHeader] = []
        for kind in [StreamHeader.Kind.request, .answer] {
            for (contract, key, request) in [(a, a, a), (a, a, b), (a, b, a), (b, a, a), (b, b, b)] {
                for layout in [StreamHeader.Layout.packedRows, .compactRows(seed: a), .compactRows(seed: b)] {
                    headers.append(try header(kind, contract, key, request, layout))
                }
            }
        }
        #expect(Set(headers.map(\.binding)).count == headers.count)
        #expect(Set(headers.map(\.groupBinding)).count == headers.count)
        #expect(Set(headers).count == headers.count)
        // One bit of an id or a seed.
        func binding(_ contract: [UInt8], _ key: [UInt8], _ request: [UInt8], _ seed: [UInt8]) throws -> [UInt8] {
            try header(.request, contract, key, request, .compactRows(seed: seed)).binding
        }
        let base = try binding(a, a, a, a)
        for bit in 0..<256 {
            var flipped = a
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try binding(flipped, a, a, a) != base)
            #expect(try binding(a, flipped, a, a) != base)
            #expect(try bit >= 128 || binding(a, a, flipped, a) != base)
            #expect(try binding(a, a, a, flipped) != base)
        }
    }

    @Test("ids are read from bytes of their length alone, and written in hexadecimal")
    func ids() throws {
        for count in [0, 15, 17, 31, 32, 33] {
            let bytes = [UInt8](repeating: 7, count: count)
            if count != 32 {
                #expect(#expect(throws: ContractError.self) { try ContractID(bytes: bytes) }?.code == .identifier)
            }
            #expect(#expect(throws: StreamError.self) { try RequestID(bytes: bytes) }?.code == .requestID)
        }
        let bytes = (0..<32).map { UInt8($0 * 8 + 7) }
        let text = "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff"
        #expect(try ContractID(bytes: bytes).bytes == bytes && ContractID(bytes: bytes).description == text)
        let half = Array(bytes.suffix(16))
        #expect(try RequestID(bytes: half).bytes == half && RequestID(bytes: half).description == text.suffix(32))
    }

    @Test("request ids are 16 bytes, and no two are alike in any byte's place for long")
    func requestIDs() {
        let ids = (0..<200).map { _ in RequestID().bytes }
        #expect(ids.allSatisfy { $0.count == 16 && $0.count == RequestID.byteCount })
        #expect(Set(ids).count == ids.count)
        // A byte that never takes 30 of its 256 values in 200 draws, or a bit that never changes, would be no chance.
        for place in 0..<16 { #expect(Set(ids.map { $0[place] }).count > 30) }
        #expect(ids.reduce([UInt8](repeating: 0xFF, count: 16)) { zip($0, $1).map(&) }.allSatisfy { $0 == 0 })
    }
}
