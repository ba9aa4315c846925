// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Counts the fields of a binary message without reading them (Protocol Buffers encoding).
enum MessageFields {
    /// The most fields of a message: twice those of the largest, a contract of 4,096 features.
    static let limit = 1 << 13

    /// The number of fields up to the end or to where a reader must refuse; those of messages inside do not count.
    ///
    /// - Returns: nil when there are more than `limit`.
    static func count(of bytes: [UInt8], atMost limit: Int) -> Int? {
        var position = 0
        func varint() -> UInt64? {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 70, by: 7) where position < bytes.count {
                defer { position += 1 }
                value |= UInt64(bytes[position] & 0x7F) << shift
                if bytes[position] < 0x80 { return value }
            }
            return nil
        }
        for count in 0...limit {
            guard let tag = varint() else { return count }
            let length: UInt64?
            switch tag & 7 {
            case 0: length = varint().map { _ in 0 }
            case 1: length = 8
            case 2: length = varint()
            case 3, 4: length = 0  // a group, which has no length: its fields count like all others
            case 5: length = 4
            default: length = nil
            }
            guard let length, length <= UInt64(bytes.count - position) else { return count }
            position += Int(length)
        }
        return nil
    }
}
