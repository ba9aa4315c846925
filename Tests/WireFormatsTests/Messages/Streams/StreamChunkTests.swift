// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Streams cut anywhere")
struct StreamChunkTests {
    @Test(
        "reads the same whatever the chunks: two of them, cut at every byte", arguments: ["request", "native-answer"])
    func everyCut(_ name: String) throws {
        let bytes = try MessageFiles.bytes(name)
        let expected = try outline(IncomingFile(bytes))
        for cut in 1..<bytes.count {
            var chunks = [Array(bytes[..<cut]), Array(bytes[cut...])]
            let file = try IncomingFile { chunks.isEmpty ? [] : chunks.removeFirst() }
            #expect(try outline(file) == expected)
        }
    }

    @Test("reads the same in chunks of one size", arguments: [1, 2, 3, 7, 511, 512, 513, 4096])
    func sizes(_ chunk: Int) throws {
        for name in ["request", "compact", "native-answer"] {
            let bytes = try MessageFiles.bytes(name)
            #expect(try outline(IncomingFile(bytes, chunk: chunk)) == outline(IncomingFile(bytes)))
        }
    }

    @Test("refuses a file that ends early, wherever it ends", arguments: ["request", "compact", "native-answer"])
    func everyEnd(_ name: String) throws {
        let bytes = try MessageFiles.bytes(name)
        for length in 1..<bytes.count {
            let error = #expect(throws: WireFormatError.self) {
                try outline(IncomingFile(Array(bytes.prefix(length))))
            }
            #expect(error?.code == .truncated)
        }
    }

    @Test("refuses JSON that ends early, wherever it ends", arguments: ["native-answer"])
    func everyJSONEnd(_ name: String) throws {
        let bytes = try MessageFiles.bytes(name, .json)
        for length in stride(from: 1, to: bytes.count - 1, by: 7) {
            #expect(throws: WireFormatError.self) { try outline(IncomingFile(Array(bytes.prefix(length)))) }
        }
    }

    /// Indexes and rows of all groups, without the arithmetic.
    private func outline(_ file: IncomingFile) throws -> [[Int]] {
        var groups: [[Int]] = []
        if file.streamKind == .answer {
            var reader = try ScoringAnswerReader(
                file, contract: MessageFiles.contract, key: MessageFiles.provenKey.publicKey)
            while let group = try reader.nextGroup() { groups.append([Int(group.index), group.rowCount]) }
        } else {
            var reader = try ScoringRequestReader(file, contract: MessageFiles.contract) { _ in MessageFiles.provenKey }
            while let group = try reader.nextGroup() { groups.append([Int(group.index), group.rowCount]) }
        }
        return groups
    }
}
