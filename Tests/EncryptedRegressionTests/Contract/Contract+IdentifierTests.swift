// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing

@Suite("Canonical bytes of a contract")
struct ContractIdentifierTests {
    private static func contract(_ vector: ScoringVectors.Contract) throws -> Contract {
        let links: [String: Link] = ["identity": .identity, "logistic": .logistic, "exp": .exp, "softmax": .softmax]
        return try Contract(
            name: vector.name, version: vector.version, accuracy: 1 / Double(vector.steps), headroom: vector.headroom,
            features: try vector.features.map {
                if let levels = $0.levels {
                    Feature(name: $0.name, unit: $0.unit, levels: levels, ifMissing: $0.ifMissingLevel)
                } else {
                    Feature(
                        name: $0.name, unit: $0.unit, minimum: try #require($0.minimum).value,
                        maximum: try #require($0.maximum).value, ifMissing: $0.ifMissing?.value)
                }
            },
            outputs: try vector.outputs.map {
                Output(
                    name: $0.name, unit: $0.unit, link: try #require(links[$0.link ?? ""]),
                    minimum: try #require($0.minimum).value, maximum: try #require($0.maximum).value)
            })
    }

    @Test("bytes and id match the known answers", arguments: try ScoringVectors.list(\.contracts, "contracts"))
    func knownAnswers(_ vector: ScoringVectors.Contract) throws {
        let contract = try Self.contract(vector)
        #expect(contract.steps == vector.steps)
        #expect(contract.canonicalBytes() == vector.bytes.bytes)
        #expect(contract.id.bytes == vector.id.bytes)
    }

    /// A contract from parts of which one is changed at a time.
    private static func contract(
        name: String = "m", version: UInt64 = 1, accuracy: Double = 1e-6, feature: Feature? = nil,
        output: Output? = nil,
        second: Feature? = nil, headroom: Int = 0
    ) throws -> Contract {
        let feature = feature ?? Feature(name: "x", unit: "u", minimum: 0, maximum: 1)
        return try Contract(
            name: name, version: version, accuracy: accuracy, headroom: headroom,
            features: [feature] + (second.map { [$0] } ?? []),
            outputs: [output ?? Output(name: "y", unit: "v", link: .identity, minimum: 0, maximum: 1)])
    }

    @Test("the version has eight bytes behind the name", arguments: [1, 1 << 63, .max] as [UInt64])
    func version(_ version: UInt64) throws {
        let bytes = try Self.contract(version: version).canonicalBytes()
        #expect(bytes[9..<17].reduce(0) { $0 << 8 | UInt64($1) } == version)
    }

    @Test("every field changes the id")
    func sensitivity() throws {
        let contracts = [
            try Self.contract(), try Self.contract(name: "n"), try Self.contract(version: 2),
            try Self.contract(accuracy: 1e-5),
            try Self.contract(feature: Feature(name: "z", unit: "u", minimum: 0, maximum: 1)),
            try Self.contract(feature: Feature(name: "x", unit: "w", minimum: 0, maximum: 1)),
            try Self.contract(feature: Feature(name: "xu", unit: "", minimum: 0, maximum: 1)),
            try Self.contract(feature: Feature(name: "x", unit: "u", minimum: -1, maximum: 1)),
            try Self.contract(feature: Feature(name: "x", unit: "u", minimum: 0, maximum: (1 as Double).nextUp)),
            try Self.contract(output: Output(name: "z", unit: "v", link: .identity, minimum: 0, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "w", link: .identity, minimum: 0, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "v", link: .logistic, minimum: 0, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "v", link: .exp, minimum: 0, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "v", link: .softmax, minimum: 0, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "v", link: .identity, minimum: -1, maximum: 1)),
            try Self.contract(output: Output(name: "y", unit: "v", link: .identity, minimum: 0, maximum: 2)),
            try Self.contract(second: Feature(name: "z", unit: "", minimum: 0, maximum: 1)),
            try Self.contract(headroom: 1), try Self.contract(headroom: 28),
            try Self.contract(feature: Feature(name: "x", unit: "u", minimum: 0, maximum: 1, ifMissing: 0)),
            try Self.contract(feature: Feature(name: "x", unit: "u", minimum: 0, maximum: 1, ifMissing: 1)),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", "b"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["b", "a"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", " b"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", "b", "c"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["ab", "c"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", "bc"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["\u{E9}", "b"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["e\u{301}", "b"])),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", "b"], ifMissing: 0)),
            try Self.contract(feature: Feature(name: "x", unit: "u", levels: ["a", "b"], ifMissing: 1)),
        ]
        #expect(Set(contracts.map(\.id)).count == contracts.count)
        // Both zeros are one number, and accuracies that round to one N are one accuracy.
        #expect(
            try Self.contract(feature: Feature(name: "x", unit: "u", minimum: -0.0, maximum: 1)).id == contracts[0].id)
        #expect(
            try Self.contract(feature: Feature(name: "x", minimum: -1, maximum: 1, ifMissing: -0.0)).id
                == Self.contract(feature: Feature(name: "x", minimum: -1, maximum: 1, ifMissing: 0)).id)
        #expect(try Self.contract(accuracy: (1e-6 as Double).nextUp).id == contracts[0].id)
    }
}
