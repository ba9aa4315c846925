// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ModelBuilding
import WireFormats

struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: "Writes the public part of a model.",
        discussion: """
            The contract holds names, units, ranges, links and the accuracy, and no weight. Clients need it to encrypt; nothing but the \
            model decides its content. What both sides derive from it is printed on standard error: how rows are packed, what an answer \
            tells of the model, how far it can be off.
            """)

    @Option(help: ArgumentHelp("The model, JSON.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The contract to write, JSON.", valueName: "file"))
    var output: String

    func run() throws {
        let modelFile = try InputFile(model)
        let target = try OutputFile(output, inputs: [modelFile])
        let model = try modelFile.decode(ModelFile.init)
        try target.write(model.model.contract.jsonText())
        try OutputFile.commit(target)

        for (label, text) in PlanText(model.model.contract).entries { StandardError.write("\(label): \(text)") }
        let derived = zip(model.model.contract.outputs, model.derivedRanges).filter(\.1).map(\.0.name)
        if !derived.isEmpty {
            StandardError.write(
                "\(modelFile.name) declares no range of \(quoted(derived)): the contract publishes what the model can attain, rounded outward"
            )
        }
    }
}
