// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ModelBuilding
import WireFormats

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Computes predictions on encrypted features.",
        discussion: """
            Needs no key. Reads the requests of python-paillier programs, encoded once or twice, in any of their exponents.
            """)

    @Option(help: ArgumentHelp("The model, JSON.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The request; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The answer to write, JSON; - is standard output.", valueName: "file"))
    var output: String

    func run() throws {
        let modelFile = try InputFile(model)
        let requestFile = try InputFile(input)
        let target = try OutputFile(output, inputs: [modelFile, requestFile])

        let model = try modelFile.decode(ModelFile.init).model
        let request = try requestFile.decode(PythonPaillierRequest.init)
        let scorer = try modelFile.explaining { () throws(ExchangeError) in try ExchangeScorer(model: model) }
        let values = try requestFile.explaining { () throws(ExchangeError) in
            try scorer.score(request.values, publicKey: request.publicKey)
        }
        try target.write(PythonPaillierAnswer(publicKey: request.publicKey, values: values).jsonText())
        try OutputFile.commit(target)
        StandardError.write(
            "the answer is re-randomised but not bounded: python-paillier's format has no room for what limits how much it tells about the model"
        )
    }
}
