// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing
import ModularArithmetic

/// The name of a request: 16 bytes that its client chose at random.
///
/// A client recognises by it which request an answer belongs to. A server trusts it for nothing.
public struct RequestID: Hashable, Sendable {
    /// Bytes of an id.
    public static let byteCount = 16

    /// The 16 bytes.
    public let bytes: [UInt8]

    /// A fresh id from the system's random generator.
    public init() {
        var source = SystemRandomSource()
        bytes = Natural.random(bitCount: Self.byteCount * 8, using: &source).bigEndianBytes
    }

    /// An id received from somewhere.
    ///
    /// - Parameter bytes: 16 bytes.
    /// - Throws: ``StreamError`` with code `requestID` for any other number of bytes.
    public init(bytes: [UInt8]) throws(StreamError) {
        guard bytes.count == Self.byteCount else {
            throw StreamError(.requestID, "a request's id has \(Self.byteCount) bytes, not \(bytes.count)")
        }
        self.bytes = bytes
    }
}

extension RequestID: CustomStringConvertible {
    /// The bytes in hexadecimal: 32 lowercase digits.
    public var description: String { hexadecimal(bytes) }
}
