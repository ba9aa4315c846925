// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The text of a file with one part replaced, for tests of refusals.
package func replacing(_ part: String, with other: String, in bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    precondition(text.contains(part), "nothing to replace")
    return Array(text.replacing(part, with: other, maxReplacements: 1).utf8)
}
