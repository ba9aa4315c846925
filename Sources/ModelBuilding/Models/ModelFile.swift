// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import WireFormats

/// A model as model.json holds it: private to the server, and all that a contract is made from.
///
/// An output's range may be left out of the file. It is then derived from the attainable interval, and publishing the contract
/// publishes it; ``derivedRanges`` lets a command say so.
public struct ModelFile: Sendable {
    /// The accuracy of a file that does not give one.
    public static let defaultAccuracy = 1e-6

    /// The model; its contract is a pure function of the file.
    public let model: LinearModel
    /// For each output, whether its range is derived rather than written in the file.
    public let derivedRanges: [Bool]

    /// A file of a model whose ranges are all declared.
    public init(_ model: LinearModel) {
        self.model = model
        derivedRanges = model.contract.outputs.map { _ in false }
    }

    /// A checked model, with ranges derived where outputs declare none.
    ///
    /// Each output has a finite intercept and one finite coefficient for each column. Everything else is checked here, and a
    /// refusal has the code `invalidContract`; for a range too narrow it says which headroom the model would need.
    init(
        name: String, version: UInt64, accuracy: Double, headroom: Int = 0, features: [Feature], outputs: [ModelOutput]
    ) throws(WireFormatError) {
        derivedRanges = outputs.map { $0.range == nil }
        var declared: [Output] = []
        for output in outputs {
            declared.append(try checked { () throws(ModelError) in try output.declared(features) })
        }
        let contract = try checked { () throws(ContractError) in
            try Contract(
                name: name, version: version, accuracy: accuracy, headroom: headroom, features: features,
                outputs: declared)
        }
        model = try checked { () throws(ModelError) in
            try LinearModel(
                contract: contract, intercepts: outputs.map(\.intercept), coefficients: outputs.map(\.coefficients))
        }
    }
}

/// An output of a model whose range may be left to derivation.
struct ModelOutput {
    let name: String
    let unit: String
    let link: Link
    let range: (minimum: Double, maximum: Double)?
    let intercept: Double
    /// One for each column.
    var coefficients: [Double]

    /// The public part, with the derived range where none is declared.
    func declared(_ features: [Feature]) throws(ModelError) -> Output {
        if let range {
            return Output(name: name, unit: unit, link: link, minimum: range.minimum, maximum: range.maximum)
        }
        let derived = try LinearModel.derivedRange(
            ofOutput: name, features: features, intercept: intercept, coefficients: coefficients)
        return Output(name: name, unit: unit, link: link, minimum: derived.lowerBound, maximum: derived.upperBound)
    }
}

/// Turns a refusal by the rules of models into one of the file.
private func checked<Value, Fault: Error & CustomStringConvertible>(
    _ make: () throws(Fault) -> Value
) throws(WireFormatError) -> Value {
    do { return try make() } catch { throw WireFormatError(.invalidContract, error.description) }
}
