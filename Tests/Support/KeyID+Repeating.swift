// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier

extension KeyID {
    /// An id of one byte, over and over: no key's.
    package static func repeating(_ byte: UInt8) -> KeyID {
        guard let id = try? KeyID(bytes: [UInt8](repeating: byte, count: byteCount)) else {
            preconditionFailure("an id has \(byteCount) bytes")
        }
        return id
    }
}
