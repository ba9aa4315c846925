// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Foundation
import Paillier
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import WireFormats

@Suite("Requests and answers encoded elsewhere")
struct KnownStreamTests {
    @Test("are read, in both encodings", arguments: MessageFiles.streams, [StreamEncoding.binary, .json])
    func reads(stream: MessageFiles.Stream, encoding: StreamEncoding) throws {
        let key = try MessageFiles.key.privateKey
        let file = try IncomingFile(MessageFiles.bytes(stream.file, encoding))
        #expect(file.streamKind == stream.kind)
        let groups = try readGroups(file)
        #expect(groups.map(\.rows) == stream.groups.map(\.rows))
        for (group, expected) in zip(groups, stream.groups) {
            #expect(try group.ciphertexts.map { try key.number(in: $0) } == expected.plaintexts.map(\.value))
        }
    }

    @Test("have the header that both sides compute, and a key that proves itself", arguments: ["request", "compact"])
    func header(_ name: String) throws {
        let stream = try #require(MessageFiles.streams.first { $0.file == name })
        let reader = try ScoringRequestReader(IncomingFile(MessageFiles.bytes(name)), contract: MessageFiles.contract)
        #expect(reader.header.binding == stream.binding.bytes)
        #expect(reader.header.contractID.bytes == MessageFiles.terms.id.bytes)
        #expect(reader.header.layout == stream.layout)
        #expect(reader.key.publicKey.modulusBytes == MessageFiles.key.n.bytes)
        #expect(reader.key.id == reader.header.keyID)
        #expect(reader.header.requestID.bytes == stream.request.bytes)
        #expect(reader.groupRowCount == 93)
    }

    @Test("an answer names the request that it is to")
    func request() throws {
        let answer = try ScoringAnswerReader(
            IncomingFile(MessageFiles.bytes("native-answer")), contract: MessageFiles.contract,
            key: MessageFiles.provenKey.publicKey)
        let request = try ScoringRequestReader(
            IncomingFile(MessageFiles.bytes("request")), contract: MessageFiles.contract
        ) { _ in MessageFiles.provenKey }
        let compact = try StreamSummary(IncomingFile(MessageFiles.bytes("compact")))
        #expect(answer.header.requestID == request.header.requestID)
        #expect(answer.header.requestID != compact.header.requestID)
    }

    @Test("every request written has an id of its own")
    func ownIDs() throws {
        let ids = try (0..<3).map { _ in
            let key = MessageFiles.provenKey
            var writer = ScoringRequestWriter(contract: MessageFiles.contract, key: key)
            let ciphertext = try key.publicKey.encrypt(Plaintext(1))
            try writer.write([ciphertext, ciphertext], rowCount: 1)
            try writer.close()
            return try StreamSummary(IncomingFile(writer.drain() ?? [])).header.requestID
        }
        #expect(Set(ids).count == 3 && ids.allSatisfy { $0.bytes.count == 16 })
    }

    @Test(
        "are written byte for byte, in both encodings", arguments: MessageFiles.streams, [StreamEncoding.binary, .json])
    func writes(stream: MessageFiles.Stream, encoding: StreamEncoding) throws {
        let key = MessageFiles.provenKey
        let expected = try MessageFiles.bytes(stream.file, encoding)
        let groups = try readGroups(IncomingFile(expected))
        var written: [UInt8] = []
        if stream.kind == .answer {
            var writer = ScoringAnswerWriter(
                contract: MessageFiles.contract, key: key.publicKey,
                requestID: try RequestID(bytes: stream.request.bytes),
                encoding: encoding
            )
            for group in groups {
                try writer.write(group.ciphertexts, rowCount: group.rows)
                let ready = writer.drain()
                #expect((ready != nil) == (encoding == .binary), "a binary group is ready when it is written")
                written += ready ?? []
            }
            try writer.close()
            written += writer.drain() ?? []
            #expect(writer.drain() == nil)
        } else {
            var writer = ScoringRequestWriter(
                contract: MessageFiles.contract, key: key, requestID: try RequestID(bytes: stream.request.bytes),
                layout: stream.layout,
                encoding: encoding)
            var index: UInt64 = 0
            for (group, plain) in zip(groups, stream.groups) {
                guard !stream.seed.bytes.isEmpty else {
                    try writer.write(group.ciphertexts, rowCount: group.rows)
                    continue
                }
                let halves = try plain.plaintexts.map { plaintext in
                    defer { index += 1 }
                    return try MessageFiles.key.privateKey.encryptCompact(
                        Plaintext(bigEndianBytes: plaintext.bytes), seed: stream.seed.bytes, index: index)
                }
                try writer.write(compact: halves, rowCount: group.rows)
            }
            try writer.close()
            written += writer.drain() ?? []
        }
        #expect(written == expected)
    }

    @Test("are what a general protobuf library takes them for", arguments: MessageFiles.streams)
    func protobuf(_ stream: MessageFiles.Stream) throws {
        let binary = try WireScoringRequest(serializedBytes: Array(MessageFiles.bytes(stream.file).dropFirst(8)))
        let json = try WireScoringRequest(jsonUTF8Bytes: MessageFiles.bytes(stream.file, .json))
        #expect(binary == json)
        #expect(binary.unknownFields.data.isEmpty)
        // Other spellings of the same JSON: line breaks, names in another order.
        let pretty = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(MessageFiles.bytes(stream.file, .json))),
            options: [.prettyPrinted, .sortedKeys])
        #expect(try readGroups(IncomingFile([UInt8](pretty))).count == stream.groups.count)
    }

    @Test("are summed up without their contract", arguments: MessageFiles.streams, [StreamEncoding.binary, .json])
    func summary(stream: MessageFiles.Stream, encoding: StreamEncoding) throws {
        let summary = try StreamSummary(IncomingFile(MessageFiles.bytes(stream.file, encoding)))
        #expect(summary.header.kind == stream.kind)
        #expect(summary.rowCount == UInt64(stream.groups.map(\.rows).reduce(0, +)))
        #expect(summary.groupCount == UInt64(stream.groups.count))
        #expect(summary.ciphertextCount == UInt64(stream.groups.map(\.plaintexts.count).reduce(0, +)))
        #expect(try (summary.provenKey() == MessageFiles.provenKey) == (stream.kind == .request))
    }

    @Test("a verified key is not verified again, and only the right one is taken")
    func knownKey() throws {
        let bytes = try MessageFiles.bytes("request")
        // The proof is damaged: only a reader that verifies it sees that.
        var damaged = bytes
        let root = MessageFiles.provenKey.proof.rootBytes(size: .bits2048)[3]
        let place = try #require(bytes.firstRange(of: root)?.lowerBound)
        damaged[place + 100] ^= 1
        let asked = Mutex<[KeyID]>([])
        let reader = try ScoringRequestReader(IncomingFile(damaged), contract: MessageFiles.contract) { id in
            asked.withLock { $0.append(id) }
            return MessageFiles.provenKey
        }
        #expect(asked.withLock { $0 } == [MessageFiles.provenKey.id])
        #expect(reader.key.id == MessageFiles.provenKey.id)
        let other = ProvenPublicKey(try KeyFixture.named("phe-2048").privateKey)
        for known in [nil, other] {
            let error = #expect(throws: WireFormatError.self) {
                _ = try ScoringRequestReader(IncomingFile(damaged), contract: MessageFiles.contract) { _ in known }
            }
            #expect(error?.code == .invalidProof)
            #expect(error?.path == "header.publicKey.proof")
        }
    }
}
