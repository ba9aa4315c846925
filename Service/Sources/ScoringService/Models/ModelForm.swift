// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation

/// What a page that asks for a model's features wants to know beyond the contract: NAME.form.json beside NAME.json, public.
///
/// ```json
/// { "features": { "phq9": { "label": "PHQ-9 total", "help": "Sum of nine items", "step": 1 } }, "example": { "phq9": 12 } }
/// ```
struct ModelForm: Codable, Sendable {
    /// How to ask for one feature.
    struct Field: Codable, Sendable {
        /// What stands beside the input.
        var label: String?
        /// One sentence of explanation.
        var help: String?
        /// The distance of values that make sense.
        var step: Double?
    }

    /// A value of the example row: a number or a level.
    enum Value: Codable, Sendable {
        case number(Double)
        case level(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .level(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .level(let level): try container.encode(level)
            }
        }

        var feature: FeatureValue {
            switch self {
            case .number(let number): .number(number)
            case .level(let level): .text(level)
            }
        }
    }

    /// By the features' names.
    var features: [String: Field]?
    /// A row to begin with, by the features' names.
    var example: [String: Value]?

    /// Why a form is refused.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a form and checks it against the model's contract.
    init(_ text: Data, for contract: Contract) throws(Refusal) {
        do { self = try JSONDecoder().decode(ModelForm.self, from: text) } catch {
            throw Refusal(description: "not a form: \(Self.reason(error))")
        }
        let names = Set(contract.features.map(\.name))
        for name in [features.map { $0.keys.sorted() } ?? [], example.map { $0.keys.sorted() } ?? []].joined()
        where !names.contains(name) {
            throw Refusal(description: "the contract has no feature “\(name)”")
        }
        for (name, field) in features ?? [:] {
            guard field.step.map({ $0 > 0 && $0.isFinite }) ?? true else {
                throw Refusal(description: "the step of “\(name)” is not a positive number")
            }
        }
        guard let example else { return }
        do {
            _ = try contract.row(example.mapValues(\.feature))
        } catch {
            throw Refusal(description: "the example: \(error)")
        }
    }

    /// The text, whatever else stood in the file left out.
    func jsonText() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts and finite numbers: there is nothing that cannot be written.
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.keyNotFound(_, let context):
            context.codingPath.map(\.stringValue).joined(separator: ".") + ": another type than expected"
        default: "malformed JSON"
        }
    }
}
