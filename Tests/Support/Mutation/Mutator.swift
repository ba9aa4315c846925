// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Damages good files: the same damage for the same number, so that a failing case can be run again.
///
/// Damage that is spread evenly would mostly hit the long numbers that fill these files, so most of it aims at the
/// pieces that a format is made of, and at their ends.
package struct Mutator: Sendable {
    /// How many damaged files a test of one format reads: 10,000, and a million with BLINDSCORE_TEST_FULL.
    package static let count =
        ProcessInfo.processInfo.environment["BLINDSCORE_TEST_FULL"] == nil ? 10_000 : 1_000_000

    private struct File {
        let bytes: [UInt8]
        let pieces: [Range<Int>]
    }

    private let files: [File]
    private let words: [[UInt8]]

    /// Makes a mutator of good files.
    ///
    /// - Parameters:
    ///   - files: What to damage, in turn: a file that is named twice is damaged twice as often.
    ///   - format: What the files are made of.
    package init(_ files: [[UInt8]], _ format: MutationFormat) {
        self.files = files.map { File(bytes: $0, pieces: format.pieces(of: $0)) }
        words = format.words
    }

    /// The damaged file of a number: one to four changes to one of the good files.
    package func file(_ number: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(number))
        let file = files[number % files.count]
        let count = Bool.random(using: &random) ? 1 : Int.random(in: 2...4, using: &random)
        // From the end, so that places before a change keep their meaning.
        let targets = (0..<count).map { _ in target(in: file, using: &random) }
        var bytes = file.bytes
        for target in targets.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            change(&bytes, target.clamped(to: 0..<bytes.count), using: &random)
        }
        return bytes
    }

    /// A whole piece, a few bytes at one end of a piece, or anything; mostly short, now and then long.
    private func target(in file: File, using random: inout SeededGenerator) -> Range<Int> {
        let piece = file.pieces.randomElement(using: &random) ?? 0..<0
        let length = Int.random(in: 1...(Int.random(in: 0..<8, using: &random) == 0 ? 600 : 8), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1: return piece
        case 2:
            let end = Bool.random(using: &random) ? piece.lowerBound : piece.upperBound
            let start = max(0, end - Int.random(in: 0...2, using: &random))
            return start..<start + length
        default:
            let start = Int.random(in: 0...file.bytes.count, using: &random)
            return start..<start + length
        }
    }

    private func change(_ bytes: inout [UInt8], _ target: Range<Int>, using random: inout SeededGenerator) {
        let place = target.lowerBound
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1:
            if let hit = target.randomElement(using: &random) {
                bytes[hit] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 2: if let hit = target.randomElement(using: &random) { bytes[hit] = .random(in: 0...255, using: &random) }
        case 3, 4: bytes.removeSubrange(target)
        case 5: bytes.insert(contentsOf: target.map { _ in .random(in: 0...255, using: &random) }, at: place)
        case 6, 7: bytes.insert(contentsOf: bytes[target], at: place)
        case 8, 9: bytes.replaceSubrange(target, with: piece(using: &random))
        case 10: bytes.insert(contentsOf: piece(using: &random), at: place)
        case 11, 12: bytes.replaceSubrange(target, with: words.randomElement(using: &random) ?? [])
        case 13: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
        case 14: bytes.removeSubrange(place...)
        default:
            // The start of one file and the end of another, or of the same.
            let other = files[Int.random(in: 0..<files.count, using: &random)]
            let start = other.pieces.randomElement(using: &random)?.lowerBound ?? 0
            bytes.replaceSubrange(place..., with: other.bytes[start...])
        }
    }

    /// A piece of a good file.
    private func piece(using random: inout SeededGenerator) -> ArraySlice<UInt8> {
        let file = files[Int.random(in: 0..<files.count, using: &random)]
        return file.bytes[file.pieces.randomElement(using: &random) ?? 0..<0]
    }
}
