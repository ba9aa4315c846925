// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Rows of a contract")
struct FeatureRowTests {
    private static let features = [
        Feature(name: "age", minimum: 0, maximum: 100, ifMissing: 75),
        Feature(name: "dose", minimum: -1, maximum: 1),
        Feature(name: "sex", levels: ["f", "m", "x"], ifMissing: 2),
    ]

    private let contract: Contract

    init() throws {
        contract = try Contract(Self.features, outputs: [0...1], accuracy: 1e-3)
    }

    @Test("values in order become numbers and places of levels")
    func inOrder() throws {
        #expect(try Array(contract.row([44, 0.5, "m"]).values) == [44, 0.5, 1])
        #expect(try Array(contract.row([44, -0.5, .level(2)]).values) == [44, -0.5, 2])
        #expect(try Array(contract.row([.missing, 1, .missing]).values) == [75, 1, 2])
        #expect(try Array(contract.row([0, 1, .text("\t x ")]).values) == [0, 1, 2])
        #expect(try Array(contract.row([250, -7, "f"], outOfRange: .clamp).values) == [100, -1, 0])
        #expect(try contract.row([44, 0.5, "m"]).contractID == contract.id)
        let numbers = try Contract(features: [0...1, 0...1], outputs: [0...1])
        #expect(try Array(numbers.row([0.25, 0.75].reversed()).values) == [0.75, 0.25])
    }

    @Test("values by name come in any order: a literal, a dictionary or pairs")
    func byName() throws {
        #expect(try Array(contract.row(["age": 44, "dose": 0.5, "sex": "m"]).values) == [44, 0.5, 1])
        #expect(try Array(contract.row(["sex": .missing, "dose": -1, "age": .missing]).values) == [75, -1, 2])
        #expect(
            try Array(contract.row(["sex": "f", "age": 101, "dose": 9], outOfRange: .clamp).values) == [100, 1, 0])
        let pairs: KeyValuePairs<String, FeatureValue> = ["dose": 0, "sex": .level(1), "age": 3]
        #expect(try Array(contract.row(pairs).values) == [3, 0, 1])
        let names = Dictionary(uniqueKeysWithValues: (0..<300).map { ("x\($0)", FeatureValue.number(Double($0))) })
        let wide = try Contract(features: .init(repeating: 0...300, count: 300), outputs: [0...1])
        #expect(try Array(wide.row(names).values) == (0..<300).map { Double($0) })
    }

    @Test(
        "names that are unknown, missing or there twice are refused, and so are bad values",
        arguments: [
            (["age": 44, "dose": 0, "Sex": "m"], .unknownFeature, "the contract has no feature “Sex”"),
            (["age": 44, "dose": 0, "sex": "m", "": 1], .unknownFeature, "the contract has no feature “”"),
            (["age": 44, "sex": "m"], .absentFeature, "there is no value for feature “dose”"),
            ([:], .absentFeature, "there is no value for feature “age”"),
            (["age": 44, "dose": 0, "age": 44, "sex": "m"], .duplicateFeature, "feature “age” has two values"),
            (["age": 44, "dose": .missing, "sex": "m"], .missing, nil),
            (["age": 44, "dose": 0, "sex": "w"], .unknownLevel, "feature “sex” has no such level"),
            (["age": 44, "dose": 0, "sex": 1], .kind, "feature “sex” takes a level, not a number"),
            (["age": "44", "dose": 0, "sex": "m"], .kind, "feature “age” takes a number, not a level"),
            (["age": 101, "dose": 0, "sex": "m"], .outOfRange, "the value of feature “age” is outside its range"),
        ] as [(KeyValuePairs<String, FeatureValue>, RowError.Code, String?)])
    func refusals(_ values: KeyValuePairs<String, FeatureValue>, _ code: RowError.Code, _ text: String?) {
        let error = #expect(throws: RowError.self) { try contract.row(values) }
        #expect(error?.code == code)
        #expect(text == nil || error?.description == text)
    }

    @Test("values in another order than the contract's are refused where kinds or ranges tell")
    func wrongOrder() {
        #expect(#expect(throws: RowError.self) { try contract.row([0.5, 44, "m"]) }?.code == .outOfRange)
        #expect(#expect(throws: RowError.self) { try contract.row(["m", 44, 0.5]) }?.code == .kind)
        #expect(#expect(throws: RowError.self) { try contract.row([44, 0.5]) }?.code == .count)
    }

    @Test("whatever takes rows refuses those of another contract, however alike")
    func foreign() throws {
        let other = try Contract(Self.features, outputs: [0...1], accuracy: 2e-3)
        let key = try KeyFixture.named("structured-512").publicKey
        let (own, foreign) = (try contract.row([44, 0, "m"]), try other.row([44, 0, "m"]))
        let packer = RowPacker(contract, key: key)
        #expect(try packer.pack([own, own]).count == 4)
        for rows in [[foreign], [own, foreign], [foreign, own]] {
            #expect(#expect(throws: RowError.self) { try packer.pack(rows) }?.code == .foreign)
        }
        let model = try LinearModel(contract: contract, intercepts: [0.5], coefficients: [[0, 0.1, 0, 0]])
        #expect(try model.predictLinear(own) == [0.5])
        #expect(#expect(throws: RowError.self) { try model.predictLinear(foreign) }?.code == .foreign)
        let encoder = try UnboundedEncoder(contract: contract, publicKey: key)
        #expect(try encoder.encode(own).count == 4)
        #expect(#expect(throws: UnboundedError.self) { try encoder.encode(foreign) }?.code == .row)
    }

    @Test("a group has from one row to as many as fit")
    func groupSize() throws {
        let packer = RowPacker(contract, key: try KeyFixture.named("structured-512").publicKey)
        let row = try contract.row([44, 0, "m"])
        for count in [0, packer.groupRowCount + 1] {
            let rows = [FeatureRow](repeating: row, count: count)
            #expect(#expect(throws: RowError.self) { try packer.pack(rows) }?.code == .groupSize)
        }
        #expect(try packer.pack(.init(repeating: row, count: packer.groupRowCount)).count == 4)
    }

    @Test("a row shows nothing of its values")
    func redacted() throws {
        let row = try contract.row([44, 0.5, "m"])
        #expect("\(row)" == "FeatureRow(redacted)" && String(reflecting: row) == "FeatureRow(redacted)")
        #expect(Mirror(reflecting: row).children.isEmpty)
    }
}
