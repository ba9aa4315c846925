// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import ScoringPipelines
import WireFormats

struct Decrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decrypts predictions.",
        discussion: """
            Prints CSV, a row for each row that was encrypted. With the contract, which native answers need, the columns have the \
            outputs' names and the links are applied; of a python-paillier answer without it they are called output_1, output_2, … and \
            hold the linear predictors.
            """)

    @Option(help: ArgumentHelp("The private key.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The answer; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The contract of the model, JSON.", valueName: "file"))
    var contract: String?

    @Option(help: ArgumentHelp("The predictions to write, CSV; without it, standard output.", valueName: "file"))
    var output = "-"

    @OptionGroup
    var passphrase: PassphraseOptions

    func run() throws {
        let keyFile = try KeyFile(key, passphrase)
        let answerFile = try InputFile(input, limit: .max)
        let contractFile = try contract.map { path throws(CommandFailure) in try InputFile(path) }
        let target = try OutputFile(output, inputs: keyFile.inputs + [answerFile] + (contractFile.map { [$0] } ?? []))

        let contract = try contractFile?.decode(Contract.init)
        let answer = try answerFile.incoming()
        let files = (key: keyFile, answer: answerFile, contract: contractFile, target: target)
        if answer.streamKind == .answer {
            try decryptNative(answer, contract, files)
        } else if let document = answer.document, [.answer, .request].contains(document.kind) {
            try decryptExchange(document, contract, files)
            if document.kind == .request {
                StandardError.write("\(answerFile.name) was read as an answer, but has the form of a request")
            }
        } else {
            throw CommandFailure(.badInput, "\(answerFile.name): expected an answer, found \(answer.kind)")
        }
    }
}

extension Decrypt {
    private typealias Files = (key: KeyFile, answer: InputFile, contract: InputFile?, target: OutputFile)

    /// Writes the predictions of all rows in their order.
    private func decryptNative(_ file: IncomingFile, _ contract: Contract?, _ files: Files) throws(CommandFailure) {
        let (answerFile, target) = (files.answer, files.target)
        guard let contract else {
            throw CommandFailure(.usage, "\(answerFile.name) is a native answer, which takes --contract to read")
        }
        let key = try files.key.privateKey()
        let progress = ProgressBar("decrypted", answerFile)
        try answerFile.explainingStream(into: target) {
            let answer = try ScoringAnswerReader(file, contract: contract, key: key.publicKey)
            var writer = CSVWriter()
            writer.writeRow(contract.outputs.map(\.name))
            var count: UInt64 = 0
            try DecryptionPipeline(contract, key: key).run(answer) { rows in
                for row in rows { writer.writeRow(row) }
                try target.write(writer.drain())
                count += UInt64(rows.count)
                progress.show(count)
            }
        }
        progress.end()
        try OutputFile.commit(target)
    }

    private func decryptExchange(
        _ document: JSONDocument, _ contract: Contract?, _ files: Files
    ) throws(CommandFailure) {
        let (keyFile, answerFile, contractFile, target) = files
        let answer = try answerFile.explaining { () throws(WireFormatError) in try PythonPaillierAnswer(document) }
        let key = try keyFile.privateKey()
        guard key.publicKey.modulusBytes == answer.publicKey.modulusBytes else {
            throw CommandFailure(.wrongKey, "\(keyFile.name) is not the key that \(answerFile.name) was made for")
        }
        if let contract, contract.outputs.count != answer.values.count {
            throw CommandFailure(
                .badInput,
                "\(answerFile.name) has \(answer.values.count) outputs, \(contractFile?.name ?? "") \(contract.outputs.count)"
            )
        }
        let predictors = try answerFile.explaining { () throws(ExchangeError) in try answer.linearPredictors(key) }
        var writer = CSVWriter()
        if let contract {
            writer.writeRow(contract.outputs.map(\.name))
            writer.writeRow(contract.predictions(predictors))
        } else {
            writer.writeRow(predictors.indices.map { "output_\($0 + 1)" })
            writer.writeRow(predictors)
        }
        try target.write(writer.drain())
        try OutputFile.commit(target)
        // A native answer cannot leave the ranges: its slots end there.
        let outside = contract?.outputs(outside: predictors) ?? []
        if !outside.isEmpty {
            StandardError.write(
                "\(answerFile.name): outside the contract's range, where the model has no predictions: \(quoted(outside))"
            )
        }
    }
}

extension Contract {
    /// The names of the outputs whose linear predictors lie outside their ranges by more than rounding explains.
    fileprivate func outputs(outside predictors: [Double]) -> [String] {
        zip(outputs, predictors).filter { output, predictor in
            let slack = (output.maximum - output.minimum) * 1e-9
            return predictor < output.minimum - slack || predictor > output.maximum + slack
        }.map(\.0.name)
    }
}

extension PythonPaillierAnswer {
    /// Decrypts the outputs' linear predictors.
    func linearPredictors(_ key: PrivateKey) throws(ExchangeError) -> [Double] {
        var predictors: [Double] = []
        for value in values { predictors.append(try key.publicKey.decode(key.decrypt(value)).nearestDouble) }
        return predictors
    }
}
