// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Feature")
struct FeatureTests {
    private func contract(_ feature: Feature) throws(ContractError) -> Contract {
        try Contract(
            name: "m", version: 1, features: [feature], outputs: [Output(name: "y", minimum: 0, maximum: 1)])
    }

    private func refusal(_ feature: Feature) -> ContractError? {
        #expect(throws: ContractError.self) { try contract(feature) }
    }

    private func category(_ levels: [String], ifMissing: Int? = nil) -> Feature {
        Feature(name: "ward", levels: levels, ifMissing: ifMissing)
    }

    @Test("takes 2 to 64 levels and has a column for each but the first", arguments: [2, 3, 63, 64])
    func counts(_ count: Int) throws {
        let feature = category(.numbered(count))
        #expect(feature.columnCount == count - 1)
        #expect(try contract(feature).columnCount == count - 1)
        #expect(Feature(name: "x", minimum: 0, maximum: 1).columnCount == 1)
    }

    @Test("refuses other numbers of levels", arguments: [0, 1, 65, 5000])
    func otherCounts(_ count: Int) {
        let error = refusal(category(.numbered(count)))
        #expect(error?.code == .levels)
        #expect(error?.description == "feature “ward” must have 2 to 64 levels, not \(count)")
    }

    @Test(
        "takes levels of 1 to 256 bytes of any text",
        arguments: ["x", "é", "NA", "0", "再発 あり", " a ", "\u{A0}", "\u{202E}"])
    func levels(_ level: String) throws {
        _ = try contract(category(["reference", level]))
        _ = try contract(category([level, "reference"]))
        _ = try contract(category(["reference", String(repeating: "é", count: 128)]))
    }

    @Test(
        "refuses levels that are blank or too long",
        arguments: ["", " ", "\t \t", String(repeating: "é", count: 128) + "x"])
    func otherLevels(_ level: String) {
        let error = refusal(category(["a", "b", level]))
        #expect(error?.code == .levels)
        #expect(error?.description == "feature “ward” must have levels of 1 to 256 bytes; level 3 has not")
    }

    @Test(
        "refuses control characters, those of C1 too, and never shows them",
        arguments: ["\0", "a\tb", "\u{1F}", "\u{7F}", "\u{80}", "a\u{85}b", "\u{9F}", "line\n"])
    func controlCharacters(_ level: String) {
        let error = refusal(category(["a", level]))
        #expect(error?.code == .levels)
        #expect(error?.description == "feature “ward” has a control character in level 2")
    }

    @Test("refuses a level twice, spaces and tabs around it aside", arguments: ["b", " b", "b ", " b "])
    func duplicates(_ level: String) {
        let error = refusal(category(["a", "b", "c", level]))
        #expect(error?.code == .levels)
        #expect(error?.description == "feature “ward” has the level “\(level)” twice")
    }

    @Test("levels that only look alike are two")
    func lookAlike() throws {
        _ = try contract(category(["\u{E9}", "e\u{301}", "E\u{301}", "b", "B", "b\u{200B}"]))
    }

    @Test("what stands for missing values is one of the feature's own")
    func ifMissing() throws {
        for value in [0, 27, 13.5, -0.0] {
            let feature = Feature(name: "phq9", minimum: 0, maximum: 27, ifMissing: value)
            #expect(try contract(feature).features == [feature])
        }
        for value in [-0x1p-1074, (27 as Double).nextUp, .nan, .infinity, -.infinity] {
            let error = refusal(Feature(name: "phq9", minimum: 0, maximum: 27, ifMissing: value))
            #expect(error?.code == .ifMissing)
            #expect(error?.description == "the value for missing cells of feature “phq9” is outside its range")
        }
        for level in 0..<3 { _ = try contract(category(["a", "b", "c"], ifMissing: level)) }
        for level in [-1, 3, Int.max, .min] {
            let error = refusal(category(["a", "b", "c"], ifMissing: level))
            #expect(error?.code == .ifMissing)
            #expect(error?.description == "the value for missing cells of feature “ward” is none of its levels")
        }
    }

    @Test("finds levels byte for byte, spaces and tabs around them aside")
    func matching() {
        let feature = category(["\u{E9}", "NA", " inner space ", "b", "null"])
        for (text, level) in [
            ("\u{E9}", 0), ("e\u{301}", nil), ("NA", 1), ("na", nil), ("\tNA  ", 1), ("N A", nil), ("inner space", 2),
            (" inner space", 2), ("inner  space", nil), ("innerspace", nil), ("b", 3), ("B", nil), ("\u{A0}b", nil),
            ("b\n", nil), ("null", 4), ("", nil), (" ", nil), ("bb", nil), ("b\0", nil),
        ] as [(String, Int?)] {
            #expect(feature.level(matching: Array(text.utf8)) == level, "\(text)")
        }
        // Not UTF-8 at all.
        #expect(feature.level(matching: [0xC3]) == nil)
        #expect(feature.level(matching: [0xC3, 0xA9]) == 0)
        #expect(Feature(name: "x", minimum: 0, maximum: 1).level(matching: Array("0".utf8)) == nil)
    }
}
