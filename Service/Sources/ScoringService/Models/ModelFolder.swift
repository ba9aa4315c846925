// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
package import Foundation
import ModelBuilding
package import ScoringPipelines
import Synchronization
import WireFormats

/// The folder that an operator keeps models in: NAME.json is a model, NAME.form.json its form, whatever the names are.
package final class ModelFolder: Sendable {
    /// What became of a file.
    package struct Report: Hashable, Sendable {
        /// What there is to say.
        package enum Outcome: Hashable, Sendable {
            /// Its model is served.
            case served(Contract)
            /// It holds a model no more that was served, and no other file does.
            case removed(Contract)
            /// It is not used: why. The model that it held before stays.
            case refused(String)
            /// It is of no use to anybody, and does no harm: why.
            case ignored(String)
        }

        /// The name of the file, or of the folder.
        package let file: String
        /// What became of it.
        package let outcome: Outcome

        /// Why it is not used; nil if it is.
        package var refusal: String? {
            if case .refused(let reason) = outcome { reason } else { nil }
        }
    }

    /// What is served.
    package let catalogue = ModelCatalogue()
    private let folder: URL
    private let noise: NoiseReservoirs
    /// What each file was when it was last good.
    private let served = Mutex<[String: ServedModel]>([:])

    /// A folder, of which nothing was read yet.
    package init(_ folder: URL, noise: NoiseReservoirs) {
        self.folder = folder
        self.noise = noise
    }

    /// The longest file that is read.
    private static let byteLimit = 64 << 20
    private static let formSuffix = ".form.json"

    /// Reads the folder, now and whenever it has changed.
    ///
    /// A file that cannot be used is reported, and the model that it held before stays; so does a model whose file has become another
    /// model of the same name and version. A file that is gone takes its model with it, unless that was the last one.
    ///
    /// - Returns: What became of each file, in the order of their names; of the folder, if all of it is refused.
    @discardableResult
    package func load() -> [Report] {
        served.withLock { served in
            // A folder that cannot be read for a moment takes no model away.
            guard let names else { return [refused("the folder cannot be read")] }
            var (reports, models, places) = ([Report](), [String: ServedModel](), [ModelCatalogue.Key: String]())
            for file in names where !file.hasSuffix(Self.formSuffix) {
                var refusal: String?
                var model = served[file]
                do throws(Refusal) {
                    let read = try self.read(file)
                    guard catalogue.mayServe(read) else {
                        throw Refusal(
                            description:
                                "another model was served as \(Self.title(read.contract)): give this one a new version")
                    }
                    model = read
                } catch {
                    refusal = error.description
                }
                if let found = model, let other = places.updateValue(file, forKey: .init(found.contract)) {
                    refusal = "\(Self.title(found.contract)) is in \(other) already"
                    (model, places[.init(found.contract)]) = (nil, other)
                }
                models[file] = model
                if let refusal {
                    reports.append(Report(file: file, outcome: .refused(refusal)))
                } else if let model {
                    reports.append(Report(file: file, outcome: .served(model.contract)))
                }
            }
            reports += Self.formsAlone(among: names)
            guard !models.isEmpty else {
                let rest = served.isEmpty ? "" : " any more, so that what was served stays"
                return reports + [refused("there is no model in the folder\(rest)")]
            }
            for (file, model) in served where places[.init(model.contract)] == nil {
                reports.append(Report(file: file, outcome: .removed(model.contract)))
            }
            served = models
            catalogue.replace(with: Array(models.values))
            return reports.sorted { $0.file < $1.file }
        }
    }

    private struct Refusal: Error {
        let description: String
    }

    /// The files of models and forms, in order; nil if the folder cannot be read.
    private var names: [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    }

    /// Where the folder is.
    private var path: String { folder.path(percentEncoded: false) }

    private func refused(_ reason: String) -> Report { Report(file: path, outcome: .refused(reason)) }

    /// Forms without their models.
    private static func formsAlone(among names: [String]) -> [Report] {
        names.filter { $0.hasSuffix(formSuffix) }.compactMap { form in
            let model = form.dropLast(formSuffix.count) + ".json"
            guard !names.contains(String(model)) else { return nil }
            return Report(file: form, outcome: .ignored("there is no \(model) whose form it is"))
        }
    }

    private func read(_ file: String) throws(Refusal) -> ServedModel {
        let text = try content(file)
        let model: ModelFile
        do { model = try ModelFile(JSONDocument(Array(text))) } catch { throw Refusal(description: "\(error)") }
        let form = try form(beside: file, model.model.contract)
        do { return try ServedModel(model, form: form, noise: noise) } catch { throw Refusal(description: "\(error)") }
    }

    private func form(beside file: String, _ contract: Contract) throws(Refusal) -> ModelForm? {
        let name = file.dropLast(".json".count) + Self.formSuffix
        guard FileManager.default.fileExists(atPath: folder.appending(path: name).path(percentEncoded: false)) else {
            return nil
        }
        let text = try content(String(name))
        do { return try ModelForm(text, for: contract) } catch { throw Refusal(description: "\(name): \(error)") }
    }

    private func content(_ file: String) throws(Refusal) -> Data {
        let url = folder.appending(path: file)
        let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        guard size <= Self.byteLimit else { throw Refusal(description: "longer than 64 MiB") }
        do { return try Data(contentsOf: url) } catch { throw Refusal(description: "cannot be read") }
    }

    private static func title(_ contract: Contract) -> String { "“\(contract.name)”, version \(contract.version)" }
}
