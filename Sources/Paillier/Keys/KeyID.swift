// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing

/// The name of a public key: SHA-256 of `"blindscore key id v1" ‖ len ‖ n`, `len` in 4 bytes, n in `len` bytes.
///
/// A request names the key that it was made with by it, and a server finds a key that it knows. Equal ids mean equal keys.
public struct KeyID: Hashable, Sendable {
    /// Bytes of an id.
    public static let byteCount = 32

    /// The 32 bytes.
    public let bytes: [UInt8]

    /// An id received from somewhere.
    ///
    /// - Parameter bytes: 32 bytes.
    /// - Throws: ``PaillierError`` with code `invalidKeyID` for any other number of bytes.
    public init(bytes: [UInt8]) throws(PaillierError) {
        guard bytes.count == Self.byteCount else { throw PaillierError(.invalidKeyID) }
        self.bytes = bytes
    }

    /// The id of the key with a given modulus.
    init(ofModulus modulusBytes: [UInt8]) {
        let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: modulusBytes.count >> $0) }
        bytes = SHA256.hash(Array("blindscore key id v1".utf8) + length + modulusBytes)
    }
}

extension KeyID: CustomStringConvertible {
    /// The bytes in hexadecimal: 64 lowercase digits.
    public var description: String { hexadecimal(bytes) }
}
