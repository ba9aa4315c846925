// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

/// Ten thousand rows of ten features at 2048 bits and accuracy 10^−6.
@Suite("Bytes of a row and memory of a stream")
struct StreamSizeTests {
    static let rows = 10_000
    static let requestID = RequestID()

    static func contract(accuracy: Double = 1e-6) throws -> Contract {
        try Contract(
            name: "ten", version: 1, accuracy: accuracy,
            features: (0..<10).map { Feature(name: "f\($0)", unit: "", minimum: 0, maximum: 1) },
            outputs: [Output(name: "y", unit: "", link: .identity, minimum: 0, maximum: 1)])
    }

    /// Writes ten thousand rows to a counter; returns the bytes.
    static func write(_ layout: StreamHeader.Layout?, push: ([UInt8]) -> Void) throws {
        let (contract, key) = (try contract(), MessageFiles.provenKey)
        let ciphertext = try key.publicKey.encrypt(Plaintext(1))
        let slots = ScoringPlan(contract).slotCount(keySize: .bits2048)
        #expect(slots == 45)
        let groups = stride(from: 0, to: rows, by: slots).map { min(slots, rows - $0) }
        guard let layout else {
            var writer = ScoringAnswerWriter(contract: contract, key: key.publicKey, requestID: requestID)
            for count in groups {
                try writer.write([ciphertext], rowCount: count)
                push(writer.drain() ?? [])
            }
            try writer.close()
            return push(writer.drain() ?? [])
        }
        var writer = ScoringRequestWriter(contract: contract, key: key, layout: layout)
        for count in groups {
            if case .packedRows = layout {
                try writer.write([Ciphertext](repeating: ciphertext, count: 10), rowCount: count)
            } else {
                let half = Array(ciphertext.bigEndianBytes().suffix(256))
                try writer.write(compact: [[UInt8]](repeating: half, count: 10), rowCount: count)
            }
            push(writer.drain() ?? [])
        }
        try writer.close()
        push(writer.drain() ?? [])
    }

    @Test(
        "without headroom 115.6 bytes up, 58.5 with compact requests, 11.95 down are enough, everything included",
        arguments: [
            (.packedRows, 115.6), (.compactRows(seed: [UInt8](repeating: 7, count: 32)), 58.5), (nil, 11.95),
        ] as [(StreamHeader.Layout?, Double)])
    func sizes(_ layout: StreamHeader.Layout?, limit: Double) throws {
        var count = 0
        try Self.write(layout) { count += $0.count }
        let name =
            switch layout {
            case nil: "answer"
            case .packedRows: "request"
            case .compactRows: "compact request"
            }
        print("\(name): \(Double(count) / Double(Self.rows)) bytes a row")
        #expect(Double(count) <= limit * Double(Self.rows))
    }

    @Test("readers and writers hold a group, not the file")
    func streams() throws {
        var largestPush = 0
        var file: [UInt8] = []
        try Self.write(.packedRows) {
            largestPush = max(largestPush, $0.count)
            file += $0
        }
        #expect(largestPush < 10_000)

        // No more is asked for than the group that is wanted needs.
        var position = 0
        let incoming = try IncomingFile {
            defer { position = min(file.count, position + 1000) }
            return Array(file[position..<min(file.count, position + 1000)])
        }
        var reader = try ScoringRequestReader(incoming, contract: Self.contract()) { _ in MessageFiles.provenKey }
        var rows = 0
        while let group = try reader.nextGroup() {
            rows += group.rowCount
            #expect(position <= 3000 + 5200 * (Int(group.index) + 1) + 1000)
        }
        #expect(rows == Self.rows)
        #expect(reader.rowCount == UInt64(Self.rows))
        #expect(position == file.count)
        #expect(try reader.nextGroup() == nil)
    }

    @Test(
        "a length beyond the limit is refused before any of it is read",
        arguments: [
            [0x0A, 0x81, 0x40], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        ] as [[UInt8]])
    func lengths(_ frame: [UInt8]) throws {
        var served = 0
        let start = StreamSignature.bytes(.request) + frame
        let file = try IncomingFile {
            defer { served += 1 }
            return served < start.count ? [start[served]] : [0]
        }
        let error = try #require(throws: WireFormatError.self) {
            _ = try ScoringRequestReader(file, contract: MessageFiles.contract)
        }
        #expect(error.code == .limitExceeded)
        #expect(served <= start.count)
    }

    @Test("JSON has at most 1,000 rows, for writers and readers")
    func jsonRows() throws {
        // Two slots of 1,000 rows fit no ciphertext, so they take many groups.
        let contract = try Self.contract()
        let key = MessageFiles.provenKey.publicKey
        let ciphertext = try key.encrypt(Plaintext(1))
        func write(_ counts: [Int], _ encoding: StreamEncoding) throws -> [UInt8] {
            var writer = ScoringAnswerWriter(
                contract: contract, key: key, requestID: Self.requestID, encoding: encoding)
            for count in counts { try writer.write([ciphertext], rowCount: count) }
            try writer.close()
            return writer.drain() ?? []
        }
        let full = [Int](repeating: 45, count: 22)
        let text = try write(full + [10], .json)
        #expect(try readGroups(IncomingFile(text), contract: contract).count == 23)
        let writing = #expect(throws: WireFormatError.self) { try write(full + [11], .json) }
        #expect(writing?.code == .limitExceeded)

        // The same in JSON by a writer without the limit.
        let message = try WireScoringAnswer(serializedBytes: Array(write(full + [11], .binary).dropFirst(8)))
        let reading = #expect(throws: WireFormatError.self) {
            try readGroups(IncomingFile(message.jsonUTF8Bytes() as [UInt8]), contract: contract)
        }
        #expect(reading?.code == .limitExceeded)
    }
}
