// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

@Suite("Requests and answers in JSON")
struct MessagesJSONTests {
    private static let refusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        (#""formatVersion":1"#, #""formatVersion":2,"new":1"#, .unsupportedVersion, "header.formatVersion"),
        (#""formatVersion":1,"#, "", .missingField, "header.formatVersion"),
        (#""formatVersion":1"#, #""formatVersion":"1""#, .wrongType, "header.formatVersion"),
        (#""formatVersion":1"#, #""formatVersion":-1"#, .outOfRange, "header.formatVersion"),
        (#""formatVersion":1"#, #""formatVersion":4294967297"#, .outOfRange, "header.formatVersion"),
        (#""layout":"LAYOUT_PACKED_ROWS""#, #""layout":"LAYOUT_X""#, .outOfRange, "header.layout"),
        (#""layout":"LAYOUT_PACKED_ROWS""#, #""layout":1"#, .wrongType, "header.layout"),
        (#""layout":"LAYOUT_PACKED_ROWS""#, #""layout":"LAYOUT_UNSPECIFIED""#, .outOfRange, "header.layout"),
        (#""layout":"LAYOUT_PACKED_ROWS""#, #""layout":null"#, .wrongType, "header.layout"),
        (#""contractId":"#, #""contract_id":"#, .missingField, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"AA==""#, .outOfRange, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"AAA""#, .wrongType, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"AB==""#, .wrongType, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"A===""#, .wrongType, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"====""#, .wrongType, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"_-8=""#, .wrongType, "header.contractId"),
        (#""contractId":"$ID""#, #""contractId":"A A=""#, .wrongType, "header.contractId"),
        (
            #""contractId":"#, #""contractId":"\#(String(repeating: "A", count: 48))","x":"#, .limitExceeded,
            "header.contractId"
        ),
        (#""requestId":"#, #""request_id":"#, .missingField, "header.requestId"),
        (#""requestId":"$REQUEST""#, #""requestId":"AA==""#, .outOfRange, "header.requestId"),
        (#""requestId":"$REQUEST""#, #""requestId":"""#, .outOfRange, "header.requestId"),
        (#""requestId":"$REQUEST""#, #""requestId":"$ID""#, .limitExceeded, "header.requestId"),
        (#""requestId":"$REQUEST""#, #""requestId":1"#, .wrongType, "header.requestId"),
        (#""requestId":"$REQUEST""#, #""requestId":"AAAAAAAAAAAAAAAAAAAAAA==""#, .bindingMismatch, "header.binding"),
        (#""binding":"#, #""x":1,"binding":"#, .unknownField, "header.x"),
        (#""binding":"#, #""binding":"AA==","binding":"#, .duplicateField, nil),
        (#""modulus":"#, #""x":1,"modulus":"#, .unknownField, "header.publicKey.x"),
        (#""proof":["#, #""proof":["","#, .outOfRange, "header.publicKey.proof"),
        (#""proof":["#, #""proof":[1,"#, .outOfRange, "header.publicKey.proof"),
        (#""proof":["#, #""proof":1,"x":["#, .wrongType, "header.publicKey.proof"),
        (#""index":"1""#, #""index":"-1""#, .outOfRange, "groups[1].index"),
        (#""index":"1""#, #""index":"+1""#, .outOfRange, "groups[1].index"),
        (#""index":"1""#, #""index":"""#, .outOfRange, "groups[1].index"),
        (#""index":"1""#, #""index":"18446744073709551616""#, .outOfRange, "groups[1].index"),
        (#""index":"1""#, #""index":true"#, .wrongType, "groups[1].index"),
        (#""index":"1""#, #""index":"3""#, .outOfOrder, "groups[1]"),
        (#""index":"1","#, #""index":"1","x":1,"#, .unknownField, "groups[1].x"),
        (#""rowCount":93,"#, #""rowCount":930,"#, .countMismatch, "groups[0]"),
        (#""ciphertexts":["#, #""ciphertexts":["","#, .countMismatch, "groups[0].ciphertexts"),
        (#""groups":["#, #""groups":{"x":["#, .truncated, nil),
        (#""groups":["#, #""groups":[null,"#, .wrongType, "groups[0]"),
        (#""closing":{"#, #""closing":{"x":1,"#, .unknownField, "closing.x"),
        (#""closing":{"#, #""closing":1,"Closing":{"#, .unknownField, "Closing"),
        (#""closing":{"#, #""x":{"#, .missingField, "closing"), (#""groups":["#, #""x":["#, .missingField, "groups"),
        (#"{"header":"#, #"{"x":0,"header":"#, .unknownField, "x"),
        (#"{"header":"#, #"{"header":{},"header":"#, .duplicateField, nil),
    ]

    @Test("refuses faults and names the field", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (part, other, code, path) = Self.refusals[place]
        let id = Data(MessageFiles.terms.id.bytes).base64EncodedString()
        let request = Data(MessageFiles.streams[0].request.bytes).base64EncodedString()
        func filled(_ text: String) -> String { text.replacing("$ID", with: id).replacing("$REQUEST", with: request) }
        let bytes = replacing(filled(part), with: filled(other), in: try MessageFiles.bytes("request", .json))
        let error = try #require(throws: WireFormatError.self) { try readGroups(IncomingFile(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("reads integers of 64 bits as numbers too, as the mapping allows")
    func numbers() throws {
        let text = String(decoding: try MessageFiles.bytes("request", .json), as: UTF8.self)
        let numbers = text.replacing(#""index":"1""#, with: #""index":1"#).replacing(
            #""groupCount":"3""#, with: #""groupCount":3"#)
        #expect(numbers.utf8.count == text.utf8.count - 4)
        #expect(try readGroups(IncomingFile(Array(numbers.utf8))).count == 3)
    }

    @Test("every field of a kind is read by a general library from what is written, zeros included")
    func general() throws {
        let answer = try WireScoringAnswer(jsonUTF8Bytes: MessageFiles.bytes("native-answer", .json))
        #expect(answer.groups[0].hasIndex && answer.groups[0].index == 0)
        #expect(answer.header.hasLayout && !answer.header.hasPublicKey && !answer.header.hasCompactSeed)
        #expect(try WireScoringRequest(serializedBytes: answer.serializedBytes() as [UInt8]).groups == answer.groups)
    }
}
