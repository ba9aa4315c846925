// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The fields of bytes of a protobuf message one by one, as its bytes come.
///
/// Protocol Buffers encoding: a tag and a length, both varints, and the bytes.
struct FieldParser {
    private enum Place {
        case tag
        case length(number: UInt8, count: Int, shift: Int)
        case content(number: UInt8, count: Int)
    }

    private var place = Place.tag
    private var content: [UInt8] = []

    /// Reads the next field.
    ///
    /// - Parameters:
    ///   - bytes: The bytes at hand; those of an incomplete field are taken out of them and kept.
    ///   - limit: The most bytes that a field may have, 0 for one that does not belong here; checked before memory is taken.
    ///   - path: The place for messages.
    /// - Returns: Number and content; nil as long as bytes are missing.
    /// - Throws: `truncated`, `malformedMessage` or `limitExceeded`.
    mutating func next(
        _ bytes: inout ByteQueue, limit: (UInt8) -> Int, at path: JSONPath
    ) throws(WireFormatError) -> (number: UInt8, bytes: [UInt8])? {
        while true {
            if case .content(let number, let count) = place {
                bytes.move(to: &content, upTo: count)
                if content.count == count {
                    place = .tag
                    defer { content = [] }
                    return (number, content)
                }
            } else if let byte = bytes.takeByte() {
                try take(byte, limit: limit, at: path)
                continue
            }
            guard bytes.isFinished else { return nil }
            throw WireFormatError(.truncated, "the file ends here, before its closing message", at: path)
        }
    }

    /// Takes a byte of a tag or length.
    private mutating func take(_ byte: UInt8, limit: (UInt8) -> Int, at path: JSONPath) throws(WireFormatError) {
        guard case .length(let number, var count, let shift) = place else {
            let number = byte >> 3
            guard byte & 7 == 2, byte < 0x80, limit(number) > 0 else {
                throw WireFormatError(.malformedMessage, "no message of this protocol can stand here", at: path)
            }
            place = .length(number: number, count: 0, shift: 0)
            return
        }
        count |= Int(byte & 0x7F) << shift
        guard count <= limit(number), shift < 28 else {
            throw WireFormatError(
                .limitExceeded, "the message is longer than the \(limit(number)) bytes it can have", at: path)
        }
        place =
            byte < 0x80
            ? .content(number: number, count: count) : .length(number: number, count: count, shift: shift + 7)
    }
}
