// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

@Suite("Refusals as messages")
struct RefusalMessageTests {
    static let codes: [(WireFormatError.Code, RefusalMessage.Code, String)] = [
        (.malformedMessage, .malformed, "ERROR_CODE_MALFORMED"), (.missingField, .malformed, "ERROR_CODE_MALFORMED"),
        (.unsupportedVersion, .unsupportedVersion, "ERROR_CODE_UNSUPPORTED_VERSION"),
        (.limitExceeded, .limitExceeded, "ERROR_CODE_LIMIT_EXCEEDED"), (.truncated, .truncated, "ERROR_CODE_TRUNCATED"),
        (.contractMismatch, .contractMismatch, "ERROR_CODE_CONTRACT_MISMATCH"),
        (.keyMismatch, .keyMismatch, "ERROR_CODE_KEY_MISMATCH"), (.invalidKey, .invalidKey, "ERROR_CODE_INVALID_KEY"),
        (.invalidProof, .invalidKey, "ERROR_CODE_INVALID_KEY"),
        (.invalidCiphertext, .invalidCiphertext, "ERROR_CODE_INVALID_CIPHERTEXT"),
        (.bindingMismatch, .inconsistent, "ERROR_CODE_INCONSISTENT"),
        (.outOfOrder, .inconsistent, "ERROR_CODE_INCONSISTENT"),
        (.countMismatch, .inconsistent, "ERROR_CODE_INCONSISTENT"),
        (.keyNotRegistered, .keyNotRegistered, "ERROR_CODE_KEY_NOT_REGISTERED"),
    ]

    @Test("every code has its name on the wire, and comes back", arguments: codes.indices)
    func roundTrip(_ place: Int) throws {
        let (code, expected, name) = Self.codes[place]
        let message = RefusalMessage(
            WireFormatError(code, "say \"why\"", at: .element(of: .member(of: .root, name: "groups"), index: 3)))
        #expect(message.code == expected && message.code.name == name)
        let text = message.jsonText()
        #expect(
            String(decoding: text, as: UTF8.self)
                == #"{"code":"\#(name)","message":"say \"why\"","path":"groups[3]"}"# + "\n")
        #expect(try RefusalMessage(jsonText: text) == message)
        let general = try WireError(jsonUTF8Bytes: text)
        #expect(general.message == message.message)
    }

    @Test("a fault of the text has its line in the message and no path")
    func line() throws {
        let message = RefusalMessage(WireFormatError(.malformedJSON, "expected a value", line: 2, column: 7))
        #expect(message.message == "line 2, column 7: expected a value")
        #expect(message.path == nil)
        #expect(try RefusalMessage(jsonText: message.jsonText()) == message)
    }

    @Test("refuses unknown codes and fields, and shows no control characters")
    func refuses() throws {
        for text in [
            #"{"code": "ERROR_CODE_UNSPECIFIED", "message": ""}"#, #"{"code": 1, "message": ""}"#,
            #"{"message": ""}"#, #"{"code": "ERROR_CODE_MALFORMED"}"#,
            #"{"code": "ERROR_CODE_MALFORMED", "message": "", "x": 1}"#, "[]", "",
        ] {
            #expect(throws: WireFormatError.self) { try RefusalMessage(jsonText: Array(text.utf8)) }
        }
        let text = #"{"code": "ERROR_CODE_MALFORMED", "message": "a\u001b[2Jb"}"#
        #expect(try RefusalMessage(jsonText: Array(text.utf8)).message == "a?[2Jb")
    }
}
