// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Contract")
struct ContractTests {
    private static let feature = Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27)
    private static let output = Output(name: "risk", unit: "%", minimum: -20, maximum: 120)

    private func contract(
        name: String = "relapse-risk", version: UInt64 = 1, accuracy: Double = 1e-6, headroom: Int = 0,
        features: [Feature] = [feature], outputs: [Output] = [output]
    ) throws(ContractError) -> Contract {
        try Contract(
            name: name, version: version, accuracy: accuracy, headroom: headroom, features: features, outputs: outputs)
    }

    private func refusal(
        name: String = "relapse-risk", version: UInt64 = 1, accuracy: Double = 1e-6, headroom: Int = 0,
        features: [Feature] = [feature], outputs: [Output] = [output]
    ) -> ContractError? {
        #expect(throws: ContractError.self) {
            try contract(
                name: name, version: version, accuracy: accuracy, headroom: headroom, features: features,
                outputs: outputs)
        }
    }

    private func features(_ count: Int) -> [Feature] {
        (0..<count).map { Feature(name: "x\($0)", minimum: 0, maximum: 1) }
    }

    private func outputs(_ count: Int, link: Link = .identity) -> [Output] {
        (0..<count).map { Output(name: "y\($0)", link: link, minimum: 0, maximum: 1) }
    }

    @Test("keeps what it is given")
    func keeps() throws {
        let contract = try contract()
        #expect(contract.name == "relapse-risk")
        #expect(contract.version == 1)
        #expect(contract.features == [Self.feature])
        #expect(contract.outputs == [Self.output])
        #expect(contract.headroom == 0 && contract.columnCount == 1)
        #expect(contract == (try self.contract()))
        #expect(contract != (try self.contract(version: 2)))
    }

    @Test(
        "counts steps",
        arguments: [(1e-6, 1_000_000), (0.5, 2), (1e-9, 1_000_000_000), (0.3, 3), (0.01, 100), (1 / 3.0, 3), (0.4, 2)])
    func steps(_ accuracy: Double, _ steps: Int) throws {
        #expect(try contract(accuracy: accuracy).steps == steps)
    }

    @Test(
        "refuses other accuracies",
        arguments: [0, -0.1, 0.9, 1, 9e-10, 1e-300, 0x1p-1074, .infinity, -.infinity, .nan, .greatestFiniteMagnitude])
    func accuracy(_ accuracy: Double) {
        let error = refusal(accuracy: accuracy)
        #expect(error?.code == .accuracy)
        #expect(error?.description == "the accuracy must be from 1e-9 to 0.5")
    }

    @Test("has a version from 1 to 2^64 − 1")
    func version() throws {
        #expect(refusal(version: 0)?.code == .version)
        for version in [1, 1 << 63, UInt64.max] { #expect(try contract(version: version).version == version) }
    }

    @Test(
        "refuses names that a spreadsheet would run",
        arguments: ["=1+1", "+", "-x", "@SUM(A1)", "\tx", "\rx", " =x", "  -", "=cmd|' /C calc'!A0"])
    func formula(_ name: String) {
        #expect(refusal(name: name)?.code == .formula)
        for error in [
            refusal(features: [Feature(name: name, minimum: 0, maximum: 1)]),
            refusal(features: features(2) + [Feature(name: name, levels: ["a", "b"])]),
            refusal(outputs: [Output(name: name, minimum: 0, maximum: 1)]),
        ] {
            #expect(error?.code == .formula)
            #expect(error?.description.contains("“\(name)”") == true)
        }
    }

    @Test(
        "takes names with such characters elsewhere, and levels",
        arguments: ["x-1", "a=b", "1+", "é@", "\"=x", "_-", " x"])
    func noFormula(_ name: String) throws {
        let features = [Feature(name: name, levels: ["-1", "=1", "+", "@"])]
        _ = try contract(name: name, features: features, outputs: [Output(name: name, minimum: 0, maximum: 1)])
    }

    @Test(
        "takes headroom from 0 to 30, as long as the steps of a feature are at most 2^48",
        arguments: [
            (2, 30), (10_000, 30), (262_144, 30), (262_145, 29), (1_000_000, 28), (1_000_000_000, 18),
            (536_870_912, 19), (536_870_913, 18),
        ] as [(Int, Int)])
    func headroom(_ steps: Int, _ most: Int) throws {
        let accuracy = 1 / Double(steps)
        for headroom in 0...most {
            let contract = try contract(accuracy: accuracy, headroom: headroom)
            #expect(contract.headroom == headroom)
            #expect(Contract.maximumHeadroom(steps: contract.steps) == most)
            #expect(contract.steps << headroom <= 1 << 48)
        }
        for headroom in [-1, 31, 64, Int.max, .min] {
            let error = refusal(accuracy: accuracy, headroom: headroom)
            #expect(error?.code == .headroom)
            #expect(error?.description == "the headroom must be from 0 to 30")
        }
        guard most < 30 else { return }
        for headroom in most + 1...30 {
            let error = refusal(accuracy: accuracy, headroom: headroom)
            #expect(error?.code == .headroom)
            // Both numbers, and what would do.
            let both =
                "the accuracy distinguishes \(steps) steps, which times 2^\(headroom) of headroom is more than 2^48"
            #expect(error?.description == "\(both): with this accuracy the headroom is at most \(most)")
        }
    }

    @Test("takes 1 to 4096 features and 1 to 256 outputs")
    func counts() throws {
        #expect(try contract(features: features(4096), outputs: outputs(256)).features.count == 4096)
        #expect(refusal(features: [])?.code == .featureCount)
        #expect(refusal(features: features(4097))?.description == "a model has 1 to 4096 features, not 4097")
        #expect(refusal(outputs: [])?.code == .outputCount)
        #expect(refusal(outputs: outputs(257))?.code == .outputCount)
    }

    @Test("takes up to 4096 columns, one for each level but the first")
    func columns() throws {
        // 65 categories of 64 levels have 4,095 columns.
        let categories = (0..<65).map { Feature(name: "c\($0)", levels: .numbered(64)) }
        let contract = try contract(features: categories + features(1))
        #expect(contract.columnCount == 4096 && contract.features.count == 66)
        for more in [features(2), [Feature(name: "c65", levels: .numbered(3))]] {
            let error = refusal(features: categories + more)
            #expect(error?.code == .featureCount)
            #expect(
                error?.description
                    == "a model has at most 4096 columns, not 4097: a category has one for each level but the first")
        }
    }

    @Test("refuses empty and repeated names")
    func names() {
        #expect(refusal(name: "")?.code == .emptyName)
        var unnamed = features(3)
        unnamed[1].name = ""
        #expect(refusal(features: unnamed)?.code == .emptyName)
        #expect(refusal(features: unnamed)?.description == "feature 2 has no name")
        let double = features(5) + [Feature(name: "x3", minimum: 0, maximum: 2)]
        #expect(refusal(features: double)?.code == .duplicateName)
        #expect(refusal(features: double)?.description == "two features are called “x3”")
        #expect(refusal(outputs: outputs(2) + outputs(1))?.description == "two outputs are called “y0”")
    }

    @Test("a feature may be called like an output")
    func sameName() throws {
        let output = Output(name: Self.feature.name, minimum: 0, maximum: 1)
        #expect(try contract(outputs: [output]).outputs[0].name == "phq9")
    }

    @Test(
        "refuses ranges that are empty, endless or too narrow",
        arguments: [
            (1.0, 1.0), (1, 0), (.nan, 1), (0, .nan), (-.infinity, 1), (0, .infinity),
            (-.greatestFiniteMagnitude, .greatestFiniteMagnitude), (0x1p41, 0x1p41 + 1), (-0x1p50, -0x1p50 + 0x1p-2),
            (0.0, -0.0),
        ])
    func ranges(_ minimum: Double, _ maximum: Double) {
        let feature = Feature(name: "phq9", minimum: minimum, maximum: maximum)
        let first = refusal(features: features(1) + [feature])
        #expect(first?.code == .range)
        #expect(first?.description.hasPrefix("feature “phq9” ") == true)
        var output = Self.output
        (output.minimum, output.maximum) = (minimum, maximum)
        let second = refusal(outputs: [output])
        #expect(second?.code == .range)
        #expect(second?.description.hasPrefix("output “risk” ") == true)
    }

    @Test(
        "takes ranges down to 2^-40 of the larger end",
        arguments: [
            (0x1p40 - 1, 0x1p40), (-0x1p40, -0x1p40 + 1), (0, 0x1p-1074), (0, .greatestFiniteMagnitude),
            (-0x1p-1074, 0.0),
        ])
    func narrow(_ minimum: Double, _ maximum: Double) throws {
        let feature = Feature(name: "phq9", minimum: minimum, maximum: maximum)
        #expect(try contract(features: [feature]).features == [feature])
    }

    @Test("does not mix softmax with other links")
    func mixedLinks() throws {
        #expect(try contract(outputs: outputs(3, link: .softmax)).outputs.count == 3)
        var mixed = outputs(3, link: .softmax)
        mixed[2].link = .logistic
        #expect(refusal(outputs: mixed)?.code == .mixedLinks)
        mixed[0].link = .exp
        mixed[1].link = .identity
        #expect(try contract(outputs: mixed).outputs == mixed)
    }
}

@Suite("Link")
struct LinkTests {
    @Test("has the names of the files", arguments: ["identity", "logistic", "exp", "softmax"])
    func names(_ name: String) {
        #expect(Link(name: name)?.name == name)
    }

    @Test("knows no others", arguments: ["", "Identity", "logit", "exp ", "softmaxx"])
    func others(_ name: String) {
        #expect(Link(name: name) == nil)
    }
}
