// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import ScoringPipelines
import Tables
import WireFormats

struct Decrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decrypts predictions.",
        discussion: """
            Prints CSV, a row for each row that was encrypted. With the contract, which native answers need, the columns have the \
            outputs' names and the links are applied; of a python-paillier answer without it they are called output_1, output_2, … and \
            hold the linear predictors. A number of a native answer has one decimal beyond the first digit of its proved error; answers \
            in python-paillier's format have no proved error and all digits. Standard error says how many rows there were, how far off \
            they can be, and whether they lie outside the range that the contract declares or too close together to be told apart. With \
            --request the answer to another request is refused, even under the same key and contract.
            """)

    @Option(help: ArgumentHelp("The private key.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The answer; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The contract of the model, JSON.", valueName: "file"))
    var contract: String?

    @Option(
        help: ArgumentHelp(
            "The request, of which the header is read: the answer to another is refused.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The predictions to write, CSV; without it, standard output.", valueName: "file"))
    var output = "-"

    @Flag(
        help:
            "Adds a column NAME_error for each output behind all of them: how far off a number can be as it is written."
    )
    var withError = false

    @Option(
        help: ArgumentHelp(
            "How many digits: proved, one decimal beyond the error, or full, enough to read back the same number.",
            valueName: "digits"))
    var digits = PredictionWriter.Digits.proved

    @OptionGroup
    var passphrase: PassphraseOptions

    func run() throws {
        let keyFile = try KeyFile(key, passphrase)
        let answerFile = try InputFile(input, limit: .max)
        let contractFile = try contract.map { path throws(CommandFailure) in try InputFile(path) }
        let requestFile = try request.map { path throws(CommandFailure) in try InputFile(path, limit: .max) }
        let inputs = keyFile.inputs + [answerFile] + [contractFile, requestFile].compactMap(\.self)
        let target = try OutputFile(output, inputs: inputs, access: .owner)

        let contract = try contractFile?.decode(Contract.init)
        let answer = try answerFile.incoming()
        let files = (key: keyFile, answer: answerFile, contract: contractFile, request: requestFile, target: target)
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
    private typealias Files = (
        key: KeyFile, answer: InputFile, contract: InputFile?, request: InputFile?, target: OutputFile
    )

    /// Writes the predictions of all rows in their order.
    private func decryptNative(_ file: IncomingFile, _ contract: Contract?, _ files: Files) throws(CommandFailure) {
        let (answerFile, target) = (files.answer, files.target)
        guard let contract else {
            throw CommandFailure(.usage, "\(answerFile.name) is a native answer, which takes --contract to read")
        }
        var writer = try predictionWriter(contract, files)
        let request = try files.request.map { file throws(CommandFailure) in try requestHeader(file) }
        let key = try files.key.privateKey()
        let progress = ProgressBar("decrypted", answerFile)
        let summary = try answerFile.explainingStream(into: target) {
            let answer = try ScoringAnswerReader(file, contract: contract, key: key.publicKey, request: request)
            var count: UInt64 = 0
            return try DecryptionPipeline(contract, key: key).runAndWait(answer) { rows in
                for row in rows { writer.write(row) }
                try target.write(wiping: writer.drain())
                count += UInt64(rows.count)
                progress.show(count)
            }
        }
        progress.end()
        try OutputFile.commit(target)
        summary.report(answerFile.name, contract)
    }

    private func predictionWriter(_ contract: Contract, _ files: Files) throws(CommandFailure) -> PredictionWriter {
        do {
            return try PredictionWriter(contract, digits: digits, withErrors: withError)
        } catch {
            throw CommandFailure(.badInput, "\(files.contract?.name ?? ""): \(error): leave out --with-error")
        }
    }

    /// What the answer must repeat of its request.
    private func requestHeader(_ file: InputFile) throws(CommandFailure) -> StreamHeader {
        let incoming = try file.incoming()
        if case .json(.request) = incoming.kind { throw noRequestID(file, "request") }
        return try file.explaining { () throws(WireFormatError) in try StreamHeader(request: incoming) }
    }

    private func noRequestID(_ file: InputFile, _ kind: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(file.name) is a python-paillier \(kind), in whose format an answer does not name its request: leave out --request"
        )
    }

    private func decryptExchange(
        _ document: JSONDocument, _ contract: Contract?, _ files: Files
    ) throws(CommandFailure) {
        let (keyFile, answerFile, contractFile, requestFile, target) = files
        guard requestFile == nil else { throw noRequestID(answerFile, "answer") }
        guard !withError else {
            throw CommandFailure(
                .usage,
                "\(answerFile.name) is a python-paillier answer, whose error nothing proves, since its sender chose how to round: leave out --with-error"
            )
        }
        let answer = try answerFile.explaining { () throws(WireFormatError) in try PythonPaillierAnswer(document) }
        let key = try keyFile.privateKey()
        guard key.publicKey == answer.publicKey else {
            throw CommandFailure(.wrongKey, "\(keyFile.name) is not the key that \(answerFile.name) was made for")
        }
        if let contract, contract.outputs.count != answer.values.count {
            throw CommandFailure(
                .badInput,
                "\(answerFile.name) has \(answer.values.count) outputs, \(contractFile?.name ?? "") \(contract.outputs.count)"
            )
        }
        let predictors = try answerFile.explaining { () throws(UnboundedError) in try answer.linearPredictors(key) }
        var writer = CSVWriter()
        writer.writeRow(contract?.outputs.map(\.name) ?? predictors.indices.map { "output_\($0 + 1)" })
        // Zero has no sign, here as in native answers.
        writer.writeRow((contract?.predictions(predictors) ?? predictors).map { $0 == 0 ? 0 : $0 })
        try target.write(wiping: writer.drain())
        try OutputFile.commit(target)
        StandardError.write("\(answerFile.name): 1 row decrypted")
        let outside = contract?.outputs(outside: predictors) ?? []
        if !outside.isEmpty {
            StandardError.write(
                "\(answerFile.name): outside the range that the contract declares: \(quoted(outside))")
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
    func linearPredictors(_ key: PrivateKey) throws(UnboundedError) -> [Double] {
        var predictors: [Double] = []
        for value in values { predictors.append(try key.publicKey.decode(key.decrypt(value)).nearestDouble) }
        return predictors
    }
}
