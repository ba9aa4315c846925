// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression

/// The first eight bytes of binary requests and answers.
///
/// As in PNG (RFC 2083, section 12.11): a byte that is no ASCII, a name, and line ends of both kinds around a control character, so that a
/// transfer that takes the file for text shows at once.
package enum StreamSignature {
    /// The number of bytes.
    package static let byteCount = 8

    /// The signature of a kind: `89 "BSR" 0D 0A 1A 0A` for requests, `"BSA"` for answers.
    package static func bytes(_ kind: StreamHeader.Kind) -> [UInt8] {
        [0x89] + Array((kind == .request ? "BSR" : "BSA").utf8) + [0x0D, 0x0A, 0x1A, 0x0A]
    }

    /// Tells what begins with some bytes, nil when they are no signature.
    ///
    /// - Parameter start: The first eight bytes of a file, or all of a shorter one.
    /// - Returns: The kind.
    /// - Throws: `truncated` or `malformedMessage` for what once was a signature.
    static func kind(of start: [UInt8]) throws(WireFormatError) -> StreamHeader.Kind? {
        for kind in [StreamHeader.Kind.request, .answer] {
            let signature = bytes(kind)
            if start == signature { return kind }
            if !start.isEmpty, start.count < byteCount, signature.starts(with: start) {
                throw WireFormatError(.truncated, "the file ends within its first eight bytes")
            }
            // JSON cannot have these letters outside a string, so before a quotation mark they are what is left of a signature.
            let text = start.prefix { $0 != UInt8(ascii: "\"") }
            if text.indices.contains(where: { text[$0...].starts(with: signature[1..<4]) }) {
                throw WireFormatError(
                    .malformedMessage, "the first bytes are damaged, as by a transfer that takes the file for text")
            }
        }
        return nil
    }
}
