// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing

/// The name of a contract: SHA-256 of its ``Contract/canonicalBytes()``.
///
/// Rows, requests and answers carry it, so that what was made for another contract is refused. Equal ids mean equal contracts.
public struct ContractID: Hashable, Sendable {
    /// Bytes of an id.
    public static let byteCount = 32

    /// The 32 bytes.
    public let bytes: [UInt8]

    /// An id received from somewhere.
    ///
    /// - Parameter bytes: 32 bytes.
    /// - Throws: ``ContractError`` with code `identifier` for any other number of bytes.
    public init(bytes: [UInt8]) throws(ContractError) {
        guard bytes.count == Self.byteCount else {
            throw ContractError(.identifier, "a contract's id has \(Self.byteCount) bytes, not \(bytes.count)")
        }
        self.bytes = bytes
    }

    /// The id of a contract with these canonical bytes.
    init(hashing canonicalBytes: [UInt8]) {
        bytes = SHA256.hash(canonicalBytes)
    }
}

extension ContractID: CustomStringConvertible {
    /// The bytes in hexadecimal: 64 lowercase digits.
    public var description: String { hexadecimal(bytes) }
}
