// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A byte string with one reading, for hashing: fixed order, big-endian lengths of four bytes, UTF-8, doubles as their IEEE bits.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: UInt8) {
        bytes.append(value)
    }

    mutating func append(_ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func append(_ value: UInt64) {
        append(UInt32(truncatingIfNeeded: value >> 32))
        append(UInt32(truncatingIfNeeded: value))
    }

    /// A finite number; both zeros are written as the positive one.
    mutating func append(_ value: Double) {
        append((value == 0 ? 0 : value).bitPattern)
    }

    /// A length and the bytes.
    mutating func append(_ value: [UInt8]) {
        append(UInt32(value.count))
        bytes += value
    }

    /// A length and the text's UTF-8.
    mutating func append(_ value: String) {
        append(Array(value.utf8))
    }
}
