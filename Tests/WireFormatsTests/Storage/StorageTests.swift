// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("What apps store of public values")
struct StorageTests {
    private static func contract() throws -> Contract {
        try Contract(
            name: "Rückfall", version: 3, accuracy: 1 / 3e5, headroom: 2,
            features: [
                Feature(name: "phq9", unit: "points", minimum: 0.1, maximum: 27),
                Feature(name: "sleep", minimum: -0.0, maximum: 12, ifMissing: 7.25),
                Feature(name: "ärger", levels: ["nie", "öfter"], ifMissing: 1),
                Feature(name: "ward", levels: ["A", "B", "C"]),
            ],
            outputs: [
                Output(name: "risk", link: .logistic, minimum: -4, maximum: 8),
                Output(name: "days", unit: "d", link: .exp, minimum: -5, maximum: 19),
            ])
    }

    private func stored<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test("come back as they were")
    func roundTrips() throws {
        let contract = try Self.contract()
        #expect(try stored(contract) == contract && stored(contract).id == contract.id)
        for feature in contract.features { #expect(try stored(feature) == feature) }
        for output in contract.outputs { #expect(try stored(output) == output) }
        #expect(try stored(Link.allCases) == Link.allCases)
        let values: [FeatureValue] = [.number(0.1), .number(-3), .level(2), .text("f"), .missing]
        #expect(try stored(values) == values)
        for layout in [StreamHeader.Layout.packedRows, .compactRows(seed: .init(repeating: 9, count: 32))] {
            let header = StreamHeader(
                kind: .request, contractID: contract.id, keyID: .repeating(2), requestID: RequestID(), layout: layout)
            #expect(try stored(header) == header && stored(header).binding == header.binding)
        }
        #expect(try stored(KeyID.repeating(7)) == .repeating(7))
        // A property list, whose numbers are others than JSON's.
        let list = try PropertyListEncoder().encode(contract)
        #expect(try PropertyListDecoder().decode(Contract.self, from: list) == contract)
    }

    @Test(
        "what breaks a contract's rules is refused when it is read",
        arguments: [
            ("\"version\":3", "\"version\":0"), ("\"headroom\":2", "\"headroom\":31"), ("\"A\"", "\"B\""),
            ("\"name\":\"ward\"", "\"name\":\"phq9\""), ("\"maximum\":27", "\"maximum\":-27"),
            ("\"link\":\"exp\"", "\"link\":\"softmax\""), ("\"link\":\"exp\"", "\"link\":\"log\""),
            ("\"ifMissing\":1", "\"ifMissing\":2"),
        ])
    func refused(_ text: String, _ other: String) throws {
        let bytes = try JSONEncoder().encode(Self.contract())
        let json = String(decoding: bytes, as: UTF8.self)
        let changed = json.replacingOccurrences(of: text, with: other)
        #expect(changed != json)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Contract.self, from: Data(changed.utf8)) }
    }

    @Test("ids and seeds of another length are refused")
    func lengths() throws {
        for count in [0, 16, 31, 33] {
            let text = try JSONEncoder().encode(Data(repeating: 1, count: count))
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(ContractID.self, from: text) }
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(KeyID.self, from: text) }
            #expect((try? JSONDecoder().decode(RequestID.self, from: text)) != nil || count != 16)
        }
        let header = StreamHeader(
            kind: .request, contractID: try Self.contract().id, keyID: .repeating(2), requestID: RequestID(),
            layout: .compactRows(seed: [1, 2, 3]))
        #expect(throws: DecodingError.self) { try stored(header) }
    }

    @Test("an error says as its localised description what it says")
    func errors() throws {
        let contract = try Self.contract()
        let errors: [any Error & CustomStringConvertible] = [
            try #require(#expect(throws: RowError.self) { try Self.contract().row([1]) }),
            try #require(#expect(throws: ContractError.self) { try ContractID(bytes: []) }),
            try #require(#expect(throws: StreamError.self) { try RequestID(bytes: []) }),
            try #require(#expect(throws: PaillierError.self) { try KeyID(bytes: []) }),
            try #require(#expect(throws: WireFormatError.self) { try JSONDocument([1]) }),
            try #require(
                #expect(throws: ModelError.self) {
                    try LinearModel(contract: contract, intercepts: [], coefficients: [])
                }),
            try #require(
                #expect(throws: AnswerError.self) {
                    try AnswerDecoder(contract).linearPredictors([], rowCount: 1, keySize: .bits2048)
                }),
            try #require(
                #expect(throws: UnboundedError.self) {
                    try PythonPaillierEncodedNumber(plaintext: Plaintext(1), exponent: 1000)
                }),
            try scoringError(),
        ]
        for error in errors { #expect(error.localizedDescription == error.description) }
    }

    private func scoringError() throws -> ScoringError {
        let contract = try Contract(
            name: "test", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: [Output(name: "y", minimum: 0, maximum: 1)])
        let engine = try ScoringEngine(LinearModel(contract: contract, intercepts: [0], coefficients: [[1]]))
        let key = try ProvenPublicKey(KeyFixture.named("structured-2048").privateKey)
        return try #require(
            #expect(throws: ScoringError.self) {
                var noise = FreshNoise()
                _ = try engine.score([], rowCount: 1, key: key, noise: &noise)
            })
    }
}
