// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WireFormats

@Suite("Base64url")
struct Base64URLTests {
    /// RFC 4648, section 10, without the padding.
    @Test(
        "matches the RFC's vectors",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == Array(encoded.utf8))
        #expect(Base64URL.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test("agrees with Foundation on every byte and length")
    func agrees() {
        for length in 0..<260 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
            let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
            #expect(Base64URL.encode(bytes) == Array(expected.utf8))
            #expect(Base64URL.decode(expected.utf8) == bytes)
        }
    }

    @Test("knows 64 characters and no others")
    func alphabet() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for byte in UInt8.min ... .max {
            #expect((Base64URL.decode([0x41, byte, 0x41, 0x41]) != nil) == alphabet.contains(byte))
        }
    }

    @Test(
        "refuses padding, impossible lengths and unused bits",
        arguments: ["A", "AAAAA", "AA==", "AAA=", "AB", "AAB", "A A"])
    func refuses(_ text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }
}
