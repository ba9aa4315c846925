// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import TestSupport
import Testing
import WireFormats

/// Damaged requests and answers must end in a typed refusal, or in what a valid file holds.
@Suite("Streams against damaged files")
struct StreamMutationTests {
    /// 10,000 in all, a million with BLINDSCORE_TEST_FULL.
    static let count = (ProcessInfo.processInfo.environment["BLINDSCORE_TEST_FULL"] == nil ? 10_000 : 1_000_000) / 5

    static let files = ["request.bin", "compact.bin", "native-answer.bin", "request.json", "native-answer.json"]

    @Test("reads or refuses mutations", arguments: files.indices)
    func mutations(_ file: Int) throws {
        var random = SeededGenerator(seed: UInt64(file) + 1)
        let original = try PythonFiles.bytes(Self.files[file])
        // Where messages and their fields begin; ciphertexts and the key make up nearly all of the rest.
        let structure = Self.structure(of: original)
        var accepted = 0
        for _ in 0..<Self.count {
            var bytes = original
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place =
                    Bool.random(using: &random)
                    ? structure.randomElement(using: &random) ?? 0 : Int.random(in: 0..<original.count, using: &random)
                Self.mutate(&bytes, at: min(place, bytes.count - 1), using: &random)
                if bytes.isEmpty { bytes = [0x89] }
            }
            // Reading without the contract must not trap either; verifying a key would take long, so answers only.
            if Self.files[file].hasPrefix("native-answer") { _ = try? StreamSummary(IncomingFile(bytes)) }
            var pulled = 0
            do {
                let groups = try readGroups(
                    IncomingFile {
                        defer { pulled = min(bytes.count, pulled + 1000) }
                        return Array(bytes[pulled..<min(bytes.count, pulled + 1000)])
                    })
                // What was accepted has the rows that the contract and the closing message allow.
                #expect(groups.dropLast().allSatisfy { $0.rows == 127 })
                accepted += 1
            } catch is WireFormatError {
                continue
            }
        }
        // Most damage is seen; what hits only a ciphertext, or white space, makes another valid file.
        #expect(accepted < Self.count * 9 / 10)
    }

    /// Places of tags, lengths and small fields: in JSON, of everything outside long strings.
    private static func structure(of bytes: [UInt8]) -> [Int] {
        var places: [Int] = []
        if bytes[0] == 0x89 {
            var position = 8
            while position < bytes.count {
                places += position..<min(position + 24, bytes.count)
                var length = 0
                var shift = 0
                position += 1
                while position < bytes.count {
                    length |= Int(bytes[position] & 0x7F) << shift
                    shift += 7
                    position += 1
                    if bytes[position - 1] < 0x80 { break }
                }
                position += length
            }
            return places + Array(0..<8)
        }
        let marks = Set("{}[]:,\"".utf8)
        for place in bytes.indices where marks.contains(bytes[place]) {
            places += max(0, place - 3)..<min(place + 4, bytes.count)
        }
        return places
    }

    private static func mutate(_ bytes: inout [UInt8], at place: Int, using random: inout SeededGenerator) {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 4: bytes.insert(contentsOf: bytes[place...].prefix(Int.random(in: 1...600, using: &random)), at: place)
        case 5:
            bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...600, using: &random)))
        default:
            let huge = [[0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x00], [0x00]] as [[UInt8]]
            let bytesThere = place..<min(bytes.count, place + 2)
            bytes.replaceSubrange(bytesThere, with: huge.randomElement(using: &random) ?? [])
        }
    }
}
