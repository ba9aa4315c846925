// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What the files of a format are made of, as far as damage to them is concerned.
package enum MutationFormat: Sendable {
    case json
    case csv
    /// Messages of Protocol Buffers behind some bytes of another kind.
    case protobuf(start: Int)

    /// The parts of a file that can be exchanged for others: strings and numbers, cells, fields and what they hold.
    func pieces(of file: [UInt8]) -> [Range<Int>] {
        switch self {
        case .json: Self.runs(in: file, between: Set("{}[]:, \n".utf8))
        case .csv: Self.runs(in: file, between: Set(",\r\n".utf8))
        case .protobuf(let start): [0..<start] + (Self.fields(of: file, start..<file.count) ?? [])
        }
    }

    /// Pieces that mean something to a reader of this format.
    var words: [[UInt8]] {
        switch self {
        case .json: Self.jsonWords.map { Array($0.utf8) } + Self.invalidText
        case .csv: Self.csvWords.map { Array($0.utf8) } + Self.invalidText
        case .protobuf: Self.protobufWords
        }
    }

    private static let jsonWords = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "{}", "[]", "[[[[[[[[", "null", "true", "false", "-", "0",
        "00", "-0",
        "1", ".", "e", "1e999", "-1e999", "1e-999", "1E+2", "0.5", "5e-324", "18446744073709551616",
        "9223372036854775807",
        "99999999999999999999999999999999999999", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\n", "\t ", "é",
        "=",
        "\"\"", "\"1\"", "\"x\": 1, ", "[0], ",
    ]
    private static let csvWords = [
        ",", "\"", "\"\"", "\"a\"", "\r", "\n", "\r\n", "\n\n", "\"\r\n\"", ",,,,,,,,", "\u{FEFF}", "nan", "-inf",
        "1e999", "-0",
        "1e-400", "0.1", "5e-324", " ", "\t", "é", ";",
    ]
    /// A lone continuation byte, an overlong NUL, a surrogate, a scalar out of range, an open sequence, NUL.
    private static let invalidText: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF], [0x00],
    ]
    /// Lengths too large, too long or zero; tags of every wire type; empty fields; groups that open and close.
    private static let protobufWords: [[UInt8]] = [
        [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x00], [0x80, 0x80, 0x80, 0x80, 0x08], [0x00],
        [0x01],
        [UInt8](repeating: 0xFF, count: 9) + [0x01], [UInt8](repeating: 0xFF, count: 10), [0x0A], [0x12], [0x1A],
        [0x22, 0x00],
        [0x22, 0x00, 0x22, 0x00, 0x22, 0x00], [0x2A, 0x00], [0x08, 0x00], [0x10, 0x01], [0x18, 0x7F],
        [0x0D, 0, 0, 0, 0],
        [0x19, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F], [0x21, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F], [0x0B], [0x0C], [0x7B, 0x7C],
        [0x07],
        [0x7A, 0x00], [0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 0x00],
    ]

    /// What lies between separators, alone, with its separator, and with its neighbour: elements, cells, members.
    private static func runs(in file: [UInt8], between separators: Set<UInt8>) -> [Range<Int>] {
        let runs = file.split(whereSeparator: separators.contains)
        let starts = runs.map(\.startIndex)
        return runs.map { $0.startIndex..<$0.endIndex } + zip(starts, starts.dropFirst()).map { $0..<$1 }
            + zip(starts, starts.dropFirst(2)).map { $0..<$1 }
    }

    /// The fields of a message and of the messages inside it, and the contents of all of them; nil where no message is.
    private static func fields(of file: [UInt8], _ range: Range<Int>) -> [Range<Int>]? {
        var pieces: [Range<Int>] = []
        var position = range.lowerBound
        func varint() -> Int? {
            var value = 0
            for shift in stride(from: 0, to: 56, by: 7) where position < range.upperBound {
                defer { position += 1 }
                value |= Int(file[position] & 0x7F) << shift
                if file[position] < 0x80 { return value }
            }
            return nil
        }
        while position < range.upperBound {
            let start = position
            guard let tag = varint(), tag >> 3 > 0 else { return nil }
            var content = position
            let length: Int?
            switch tag & 7 {
            case 0: length = varint().map { _ in 0 }
            case 1: length = 8
            case 2:
                length = varint()
                content = position
            case 5: length = 4
            default: length = nil
            }
            guard let length, length <= range.upperBound - position else { return nil }
            position += length
            pieces += [start..<position, content..<position]
            if tag & 7 == 2 { pieces += fields(of: file, content..<position) ?? [] }
        }
        return pieces
    }
}
