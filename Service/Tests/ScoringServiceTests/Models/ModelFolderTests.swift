// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ScoringPipelines
import ScoringService
import Testing

@Suite("Folders of models")
struct ModelFolderTests {
    private let folder: TemporaryFolder
    private let models: ModelFolder

    init() throws {
        folder = try TemporaryFolder()
        models = ModelFolder(folder.url, noise: NoiseReservoirs())
    }

    private static let text = ServiceFixture.modelText

    /// What `load` reports, a line for each file.
    private func load() -> [String] { models.load().map { "\($0.file): \($0.refusal ?? "good")" } }

    private func intercepts() -> [UInt64] { models.catalogue.versions("risk").map(\.contract.version) }

    @Test("models come, change their version and go")
    func changes() throws {
        #expect(load() == [] && models.catalogue.names == [])
        try folder.write(Self.text, to: "risk.json")
        try folder.write("not a model", to: "notes.txt")
        #expect(load() == ["risk.json: good"] && models.catalogue.names == ["risk"])
        try folder.write(Self.text.replacing("\"version\": 1", with: "\"version\": 2"), to: "risk.json")
        #expect(load() == ["risk.json: good"] && intercepts() == [2])
        try folder.remove("risk.json")
        #expect(load() == [] && models.catalogue.names == [])
    }

    @Test("other weights under the same name and version are refused, also after a while, and the old ones stay")
    func otherWeights() throws {
        try folder.write(Self.text, to: "risk.json")
        _ = load()
        let changed = Self.text.replacing("\"intercept\": 5", with: "\"intercept\": 6")
        try folder.write(changed, to: "risk.json")
        let refusal = "risk.json: another model was served as “risk”, version 1: give this one a new version"
        #expect(load() == [refusal] && intercepts() == [1])
        try folder.remove("risk.json")
        #expect(load() == [] && intercepts() == [])
        try folder.write(changed, to: "again.json")
        #expect(load() == [refusal.replacing("risk.json", with: "again.json")] && intercepts() == [])
        // The same weights in another layout are the same model.
        try folder.write(Self.text.replacing("\n", with: " "), to: "again.json")
        #expect(load() == ["again.json: good"] && intercepts() == [1])
    }

    @Test("a broken file is reported, and what it was stays")
    func broken() throws {
        try folder.write(Self.text, to: "risk.json")
        _ = load()
        try folder.write("{", to: "risk.json")
        try folder.write("{}", to: "other.json")
        let reports = load()
        #expect(reports.count == 2 && reports.allSatisfy { !$0.hasSuffix("good") } && intercepts() == [1])
        #expect(reports[0].hasPrefix("other.json: ") && reports[1].hasPrefix("risk.json: "))
    }

    @Test("one model in two files")
    func twice() throws {
        try folder.write(Self.text, to: "a.json")
        try folder.write(Self.text, to: "b.json")
        #expect(load() == ["a.json: good", "b.json: “risk”, version 1 is in a.json already"] && intercepts() == [1])
    }

    @Test(
        "forms that do not fit the contract are refused",
        arguments: [
            (#"{"features": {"height": {}}}"#, "the contract has no feature “height”"),
            (#"{"features": {"age": {"step": 0}}}"#, "the step of “age” is not a positive number"),
            (#"{"features": {"age": {"label": 7}}}"#, "not a form: features.age.label: another type than expected"),
            (#"{"example": {"age": 44}}"#, "the example: "),
            (#"{"example": {"age": 444, "ward": "A"}}"#, "the example: "),
            ("[", "not a form: malformed JSON"),
        ])
    func forms(_ text: String, _ reason: String) throws {
        try folder.write(Self.text, to: "risk.json")
        try folder.write(text, to: "risk.form.json")
        let report = try #require(load().first)
        #expect(report.hasPrefix("risk.json: risk.form.json: \(reason)"), "\(report)")
    }

    @Test("a folder that is gone for a moment takes no model away")
    func gone() throws {
        try folder.write(Self.text, to: "risk.json")
        _ = load()
        try FileManager.default.removeItem(at: folder.url)
        #expect(models.load().first?.refusal == "the folder cannot be read" && intercepts() == [1])
    }
}
