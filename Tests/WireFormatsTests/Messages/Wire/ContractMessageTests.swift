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
    @Test("the known message is read and written, and the id is the known one")
    func knownAnswer() throws {
        let contract = try Contract(messageBytes: MessageFiles.terms.message.bytes)
        #expect(contract == MessageFiles.contract)
        #expect(contract.messageBytes() == MessageFiles.terms.message.bytes)
        #expect(contract.id == MessageFiles.terms.id.bytes)
        #expect(MessageFiles.contract.features[1].minimum.bitPattern == 0)
    }

    @Test("every link survives", arguments: Link.allCases)
    func links(_ link: Link) throws {
        let contract = try Contract(
            name: "c", version: .max, accuracy: 0.5,
            features: [Feature(name: "f", unit: "u", minimum: -0.1, maximum: 0)],
            outputs: [Output(name: "o", unit: "", link: link, minimum: 0, maximum: .leastNonzeroMagnitude)])
        let read = try Contract(messageBytes: contract.messageBytes())
        #expect(read == contract)
        #expect(read.id == contract.id)
    }

    typealias Change = @Sendable (inout WireContract) -> Void
    static let refusals: [(WireFormatError.Code, String?, Change)] = [
        (.missingField, "name", { $0.clearName() }), (.missingField, "version", { $0.clearVersion() }),
        (.missingField, "accuracy", { $0.clearAccuracy() }), (.invalidContract, nil, { $0.features = [] }),
        (.invalidContract, nil, { $0.outputs = [] }), (.outOfRange, "version", { $0.version = .max }),
        (.invalidContract, nil, { $0.version = 0 }), (.invalidContract, nil, { $0.accuracy = .nan }),
        (.invalidContract, nil, { $0.features[0].maximum = .infinity }),
        (.missingField, "features[1].name", { $0.features[1].clearName() }),
        (.missingField, "features[1].unit", { $0.features[1].clearUnit() }),
        (.missingField, "features[1].minimum", { $0.features[1].clearMinimum() }),
        (.missingField, "features[1].maximum", { $0.features[1].clearMaximum() }),
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

    @Test("reads or refuses 10,000 mutations")
    func mutations() throws {
        var random = SeededGenerator(seed: 4)
        let bytes = MessageFiles.terms.message.bytes
        for _ in 0..<StreamMutationTests.count * 5 {
            var mutated = bytes
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<mutated.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: mutated[place] = UInt8.random(in: 0...255, using: &random)
                case 1: mutated.remove(at: place)
                default: mutated.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if let contract = try? Contract(messageBytes: mutated) {
                #expect(try Contract(messageBytes: contract.messageBytes()) == contract)
            }
        }
    }
}
