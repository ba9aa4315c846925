// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
package import Foundation
import ModelBuilding
package import ScoringPipelines
import Synchronization
import WireFormats

/// The folder that an operator keeps models in: NAME.json is a model, NAME.form.json its form, whatever the names are.
package final class ModelFolder: Sendable {
    /// What became of a file.
    package struct Report: Hashable, Sendable {
        /// The name of the file, or of the folder.
        package let file: String
        /// Why it is not used; nil if it is.
        package let refusal: String?
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
    /// model of the same name and version. A file that is gone takes its model with it.
    ///
    /// - Returns: What became of each file, in the order of their names.
    @discardableResult
    package func load() -> [Report] {
        served.withLock { served in
            // A folder that cannot be read for a moment takes no model away.
            guard let names else {
                return [Report(file: folder.path(percentEncoded: false), refusal: "the folder cannot be read")]
            }
            var (reports, models, places) = ([Report](), [String: ServedModel](), [ModelCatalogue.Key: String]())
            for file in names {
                var refusal: String?
                var model = served[file]
                do throws(Refusal) {
                    let read = try self.read(file)
                    guard catalogue.mayServe(read) else {
                        throw Refusal(
                            description: "another model was served as \(Self.title(read)): give this one a new version")
                    }
                    model = read
                } catch {
                    refusal = error.description
                }
                if let found = model, let other = places.updateValue(file, forKey: .init(found.contract)) {
                    refusal = "\(Self.title(found)) is in \(other) already"
                    (model, places[.init(found.contract)]) = (nil, other)
                }
                models[file] = model
                reports.append(Report(file: file, refusal: refusal))
            }
            served = models
            catalogue.replace(with: Array(models.values))
            return reports
        }
    }

    private struct Refusal: Error {
        let description: String
    }

    /// The models' files, in order; nil if the folder cannot be read.
    private var names: [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { $0.hasSuffix(".json") && !$0.hasSuffix(Self.formSuffix) && !$0.hasPrefix(".") }.sorted()
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

    private static func title(_ model: ServedModel) -> String {
        "“\(model.contract.name)”, version \(model.contract.version)"
    }
}
