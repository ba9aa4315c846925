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
    private func load() -> [String] {
        models.load().map { report in
            let text =
                switch report.outcome {
                case .served: "good"
                case .removed(let contract): "no more \(contract.name) \(contract.version)"
                case .refused(let reason), .ignored(let reason): reason
                }
            return "\(report.file): \(text)"
        }
    }

    /// What is said of the folder itself.
    private func folderReport(_ reason: String) -> String { "\(folder.url.path(percentEncoded: false)): \(reason)" }

    private func intercepts() -> [UInt64] { models.catalogue.versions("risk").map(\.contract.version) }

    @Test("models come, change their version and go")
    func changes() throws {
        #expect(load() == [folderReport("there is no model in the folder")] && models.catalogue.names == [])
        try folder.write(Self.text, to: "risk.json")
        try folder.write("not a model", to: "notes.txt")
        #expect(load() == ["risk.json: good"] && models.catalogue.names == ["risk"])
        try folder.write(Self.text.replacing("\"version\": 1", with: "\"version\": 2"), to: "risk.json")
        #expect(load() == ["risk.json: good", "risk.json: no more risk 1"] && intercepts() == [2])
        try folder.write(Self.text, to: "first.json")
        #expect(load() == ["first.json: good", "risk.json: good"] && models.catalogue.count == 2)
        try folder.remove("risk.json")
        #expect(load() == ["first.json: good", "risk.json: no more risk 2"] && intercepts() == [1])
        // The same model in another file was never gone.
        try folder.remove("first.json")
        try folder.write(Self.text, to: "second.json")
        #expect(load() == ["second.json: good"] && intercepts() == [1])
    }

    @Test("the last model stays")
    func lastModel() throws {
        try folder.write(Self.text, to: "risk.json")
        _ = load()
        try folder.remove("risk.json")
        try folder.write("{}", to: "other.json")
        for _ in 0..<2 {
            let reports = load()
            #expect(reports.count == 2 && reports[0].hasPrefix("other.json: ") && intercepts() == [1])
            #expect(
                reports[1] == folderReport("there is no model in the folder any more, so that what was served stays"))
        }
        try folder.write(Self.text.replacing("\"risk\"", with: "\"other\""), to: "other.json")
        #expect(load() == ["other.json: good", "risk.json: no more risk 1"] && models.catalogue.names == ["other"])
    }

    @Test("a form without its model is reported, and keeps nobody from working")
    func formAlone() throws {
        try folder.write(Self.text, to: "risk.json")
        try folder.write("{}", to: "rsik.form.json")
        #expect(load() == ["risk.json: good", "rsik.form.json: there is no rsik.json whose form it is"])
        #expect(models.load().allSatisfy { $0.refusal == nil })
        try folder.write("{}", to: "rsik.json")
        #expect(load().allSatisfy { !$0.hasPrefix("rsik.form.json") }, "its model is there, if no good one")
    }

    @Test("other weights under the same name and version are refused, also after a while, and the old ones stay")
    func otherWeights() throws {
        try folder.write(Self.text, to: "risk.json")
        _ = load()
        let changed = Self.text.replacing("\"intercept\": 5", with: "\"intercept\": 6")
        try folder.write(changed, to: "risk.json")
        let refusal = "risk.json: another model was served as “risk”, version 1: give this one a new version"
        #expect(load() == [refusal] && intercepts() == [1])
        try folder.write(Self.text.replacing("\"risk\"", with: "\"other\""), to: "other.json")
        try folder.remove("risk.json")
        #expect(load() == ["other.json: good", "risk.json: no more risk 1"] && intercepts() == [])
        try folder.write(changed, to: "again.json")
        #expect(
            load() == [refusal.replacing("risk.json", with: "again.json"), "other.json: good"] && intercepts() == [])
        // The same weights in another layout are the same model.
        try folder.write(Self.text.replacing("\n", with: " "), to: "again.json")
        #expect(load() == ["again.json: good", "other.json: good"] && intercepts() == [1])
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
