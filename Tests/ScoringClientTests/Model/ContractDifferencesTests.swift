// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ScoringClient
import Testing

@Suite("What two contracts differ in")
struct ContractDifferencesTests {
    private static let features = [
        Feature(name: "a", unit: "kg", minimum: 0, maximum: 10), Feature(name: "b", levels: ["x", "y"]),
    ]
    private static let output = Output(name: "y", unit: "", minimum: 0, maximum: 1)

    private func contract(
        _ features: [Feature] = features, _ outputs: [Output] = [output], version: UInt64 = 1, accuracy: Double = 1e-6
    ) throws -> Contract {
        try Contract(name: "m", version: version, accuracy: accuracy, features: features, outputs: outputs)
    }

    @Test("ranges, units, levels, links and names are told in words")
    func words() throws {
        let former = try contract()
        func differences(_ contract: Contract) -> String { contract.differences(from: former) }
        let (a, b) = (Self.features[0], Self.features[1])
        #expect(try differences(contract(version: 2)) == "they differ in the version alone")
        let wide = Feature(name: "a", unit: "g", minimum: -0.5, maximum: 10)
        #expect(
            try differences(contract([wide, b]))
                == "feature “a” goes from -0.5 to 10, not from 0 to 10; feature “a” has the unit “g”, not “kg”")
        let levels = Feature(name: "b", levels: ["x", "z"], ifMissing: 0)
        #expect(
            try differences(contract([a, levels])) == "feature “b” has other levels; feature “b” has another ifMissing")
        #expect(
            try differences(contract([Feature(name: "a", levels: ["1", "2"]), b]))
                == "feature “a” is a category, not a number; feature “a” has the unit “”, not “kg”")
        #expect(try differences(contract([b, a])) == "the features have another order")
        #expect(
            try differences(contract([a, Feature(name: "c", levels: ["x", "y"])]))
                == "feature “c” is new; feature “b” is gone")
        #expect(
            try differences(contract(Self.features, [Output(name: "y", link: .exp, minimum: 0, maximum: 2)]))
                == "output “y” has the link exp, not identity; output “y” goes from 0 to 2, not from 0 to 1")
        #expect(try differences(contract(accuracy: 0.25)) == "the accuracy is 0.25, not 1e-06")
    }

    @Test("of many differences the first three are told, and what a terminal obeys is not")
    func many() throws {
        let others = try contract((0..<9).map { Feature(name: "f\($0)\u{202E}", minimum: 0, maximum: 1) })
        let text = try others.differences(from: contract())
        #expect(text.hasSuffix("feature “f2?” is new; and 8 more differences") && text.count < 120)
    }
}
