// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

@Suite("Contracts as messages")
struct ContractMessageTests {
    @Test("known messages are read and written, and the ids are the known ones", arguments: MessageFiles.contracts)
    func knownAnswer(_ terms: MessageFiles.Terms) throws {
        let contract = try Contract(messageBytes: terms.message.bytes)
        #expect(try contract == terms.contract)
        #expect(contract.messageBytes() == terms.message.bytes)
        #expect(contract.id.bytes == terms.id.bytes)
        #expect(try Contract(JSONDocument(contract.jsonText())).id.bytes == terms.id.bytes)
    }

    @Test("every link survives", arguments: Link.allCases)
    func links(_ link: Link) throws {
        let contract = try Contract(
            name: "c", version: 1 << 63, accuracy: 0.5,
            features: [Feature(name: "f", unit: "u", minimum: -0.1, maximum: 0)],
            outputs: [Output(name: "o", unit: "", link: link, minimum: 0, maximum: .leastNonzeroMagnitude)])
        let read = try Contract(messageBytes: contract.messageBytes())
        #expect(read == contract)
        #expect(read.id == contract.id)
    }

    @Test("keeps versions up to 2^64 − 1", arguments: [1 << 53 + 1, 1 << 63 - 1, 1 << 63, .max] as [UInt64])
    func versions(_ version: UInt64) throws {
        var terms = try Contract(
            name: "c", version: version, features: [Feature(name: "f", minimum: 0, maximum: 1)],
            outputs: [Output(name: "o", minimum: 0, maximum: 1)])
        terms = try Contract(messageBytes: terms.messageBytes())
        #expect(terms.version == version)
        #expect(try Contract(JSONDocument(terms.jsonText())).version == version)
    }

    typealias Change = @Sendable (inout WireContract) -> Void
    static let refusals: [(WireFormatError.Code, String?, Change)] = [
        (.missingField, "name", { $0.clearName() }), (.missingField, "version", { $0.clearVersion() }),
        (.missingField, "accuracy", { $0.clearAccuracy() }), (.invalidContract, nil, { $0.features = [] }),
        (.invalidContract, nil, { $0.outputs = [] }), (.invalidContract, nil, { $0.version = 0 }),
        (.invalidContract, nil, { $0.outputs[0].name = "=1" }), (.invalidContract, nil, { $0.accuracy = .nan }),
        (.invalidContract, nil, { $0.features[0].maximum = .infinity }),
        (.missingField, "features[1].name", { $0.features[1].clearName() }),
        (.missingField, "features[1].unit", { $0.features[1].clearUnit() }),
        (.missingField, "features[0].minimum", { $0.features[0].clearMinimum() }),
        (.missingField, "features[0].maximum", { $0.features[0].clearMaximum() }),
        (.missingField, "headroom", { $0.clearHeadroom() }), (.invalidContract, nil, { $0.headroom = 31 }),
        (.invalidContract, nil, { $0.headroom = .max }),
        (.invalidContract, nil, { ($0.accuracy, $0.headroom) = (1e-9, 19) }),
        // Neither numbers nor categories have members of the others; without levels a feature is a number.
        (.unknownField, "features[0].ifMissingLevel", { $0.features[0].ifMissingLevel = 0 }),
        (.unknownField, "features[0].minimum", { $0.features[0].levels = ["a", "b"] }),
        (.unknownField, "features[1].minimum", { $0.features[1].minimum = 0 }),
        (.unknownField, "features[1].maximum", { $0.features[1].maximum = 0 }),
        (.unknownField, "features[1].ifMissing", { $0.features[1].ifMissing = 0 }),
        (.unknownField, "features[1].ifMissingLevel", { $0.features[1].levels = [] }),
        (.invalidContract, nil, { $0.features[0].ifMissing = 0.2 }),
        (.invalidContract, nil, { $0.features[0].ifMissing = .nan }),
        (.invalidContract, nil, { $0.features[1].ifMissingLevel = 2 }),
        (.invalidContract, nil, { $0.features[1].ifMissingLevel = .max }),
        (.invalidContract, nil, { $0.features[1].levels = ["a"] }),
        (.invalidContract, nil, { $0.features[1].levels = ["a", "a "] }),
        (.invalidContract, nil, { $0.features[1].levels = ["a", ""] }),
        (.invalidContract, nil, { $0.features[1].levels = ["a", "\u{85}"] }),
        (.invalidContract, nil, { $0.features[1].levels = (0..<65).map { "\($0)" } }),
        (.missingField, "outputs[2].name", { $0.outputs[2].clearName() }),
        (.missingField, "outputs[2].unit", { $0.outputs[2].clearUnit() }),
        (.missingField, "outputs[2].link", { $0.outputs[2].clearLink() }),
        (.missingField, "outputs[2].minimum", { $0.outputs[2].clearMinimum() }),
        (.missingField, "outputs[2].maximum", { $0.outputs[2].clearMaximum() }),
        (.outOfRange, "outputs[0].link", { $0.outputs[0].link = .unspecified }),
        (.outOfRange, "outputs[0].link", { $0.outputs[0].link = .UNRECOGNIZED(5) }),
        (.invalidContract, nil, { $0.outputs[0].link = .softmax }),
    ]

    @Test("refuses what is missing or contradicts the rules", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (code, path, change) = Self.refusals[place]
        var message = try WireContract(serializedBytes: MessageFiles.terms.message.bytes)
        change(&message)
        let error = #expect(throws: WireFormatError.self) { try Contract(messageBytes: message.serializedBytes()) }
        #expect(error?.code == code)
        #expect(error?.path == path)
    }

    @Test(
        "refuses more than 8,192 fields of any type before memory is taken for them, and looks at as many as that",
        arguments: [
            [0x78, 0xFF, 0x7F], [0x79, 1, 2, 3, 4, 5, 6, 7, 8], [0x7A, 0], [0x7A, 2, 0x78, 0x78], [0x7D, 1, 2, 3, 4],
            [0xF8, 0x7F, 0x01],
        ] as [[UInt8]])
    func counts(_ field: [UInt8]) throws {
        for (count, code) in [(8192, WireFormatError.Code.unknownField), (8193, .limitExceeded)] {
            let message = (0..<count).flatMap { _ in field }
            let error = #expect(throws: WireFormatError.self) { try Contract(messageBytes: message) }
            #expect(error?.code == code)
        }
    }

    @Test("counts the fields inside groups, and none behind what no reader takes")
    func countsInside() throws {
        let group: [UInt8] = [0x7B, 0x78, 1, 0x7C]
        for (message, code) in [
            ((0..<2730).flatMap { _ in group }, WireFormatError.Code.unknownField),
            ((0..<2731).flatMap { _ in group }, .limitExceeded),
            ([0x07] + (0..<9000).flatMap { _ in group }, .malformedMessage),
            ([0x7A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .malformedMessage),
            ([0x78] + [UInt8](repeating: 0x80, count: 20_000), .malformedMessage),
        ] as [([UInt8], WireFormatError.Code)] {
            let error = #expect(throws: WireFormatError.self) { try Contract(messageBytes: message) }
            #expect(error?.code == code)
        }
    }

    @Test("refuses fields that it does not know, at both levels, and damaged and long messages")
    func damaged() throws {
        let bytes = MessageFiles.terms.message.bytes
        for (message, code) in [
            (bytes + [0x78, 1], WireFormatError.Code.unknownField), (bytes + [0x22, 2, 0x78, 1], .unknownField),
            (Array(bytes.dropLast()), .malformedMessage), (bytes + [0x07], .malformedMessage),
            ([0x0A, 1, 0xFF], .malformedMessage), ([UInt8](repeating: 0, count: 1 << 20 + 1), .limitExceeded),
        ] {
            let error = #expect(throws: WireFormatError.self) { try Contract(messageBytes: message) }
            #expect(error?.code == code)
        }
    }
}
