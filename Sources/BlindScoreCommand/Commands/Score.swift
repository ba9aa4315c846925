// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ModelBuilding
import ScoringPipelines
import WireFormats

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Computes predictions on encrypted features.",
        discussion: """
            Needs no key. Recognises native requests, binary or JSON, and those of python-paillier programs, encoded once or twice, in \
            any of their exponents. An answer has the format of its request.
            """)

    @Option(help: ArgumentHelp("The model, JSON.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The request; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The answer to write; - is standard output.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "The encoding of a native answer. Without it: json where the output's name ends in .json, else binary.",
            valueName: "name"))
    var encoding: StreamEncoding?

    @Flag(help: "Refuses the requests of python-paillier programs, whose answers are not bounded.")
    var nativeOnly = false

    func run() throws {
        let modelFile = try InputFile(model)
        let requestFile = try InputFile(input, limit: .max)
        let target = try OutputFile(output, inputs: [modelFile, requestFile])

        let model = try modelFile.decode(ModelFile.init).model
        let request = try requestFile.incoming()
        if request.streamKind == .request {
            try scoreNative(request, model, (model: modelFile, request: requestFile, target: target))
        } else if let document = request.document, document.kind == .request {
            try scoreExchange(document, model, modelFile, requestFile, target)
        } else {
            throw CommandFailure(.badInput, "\(requestFile.name): expected a request, found \(request.kind)")
        }
    }
}

extension Score {
    private func scoreNative(
        _ file: IncomingFile, _ model: LinearModel,
        _ files: (model: InputFile, request: InputFile, target: OutputFile)
    ) throws(CommandFailure) {
        let (requestFile, target) = (files.request, files.target)
        let encoding = try StreamEncoding.choose(encoding, output: output)
        let server = try files.model.explaining { () throws(ModelError) in try BlindScoreServer(model: model) }
        let progress = ProgressBar("scored", requestFile)
        _ = try requestFile.explainingStream(into: target) {
            try server.answerAndWait(file, encoding: encoding, push: { try target.write($0) }, progress: progress.show)
        }
        progress.end()
        try OutputFile.commit(target)
    }

    private func scoreExchange(
        _ document: JSONDocument, _ model: LinearModel, _ modelFile: InputFile, _ requestFile: InputFile,
        _ target: OutputFile
    ) throws(CommandFailure) {
        guard !nativeOnly else {
            throw CommandFailure(
                .badInput,
                "\(requestFile.name) is a python-paillier request, whose answer is not bounded: --native-only refuses it"
            )
        }
        guard encoding != .binary else {
            throw CommandFailure(
                .usage, "\(requestFile.name) is a python-paillier request, and its answer is JSON: leave out --encoding"
            )
        }
        let request = try requestFile.explaining { () throws(WireFormatError) in try PythonPaillierRequest(document) }
        let scorer = try modelFile.explaining { () throws(UnboundedError) in try UnboundedScorer(model: model) }
        let values = try requestFile.explaining { () throws(UnboundedError) in
            try scorer.score(request.values, publicKey: request.publicKey)
        }
        try target.write(PythonPaillierAnswer(publicKey: request.publicKey, values: values).jsonText())
        try OutputFile.commit(target)
        StandardError.write(
            "the answer is re-randomised but not bounded: python-paillier's format has no room for what limits how much it tells about the model"
        )
    }
}
