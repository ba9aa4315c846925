// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Paillier
import ScoringPipelines
import WireFormats

/// The demonstration: two parties, each in its turn, and the files that pass between them.
///
/// The files exist in memory only, but they are the bytes that the commands would write.
struct DemoStory {
    let page: DemoPage
    let rowCount: Int
    let keySize: KeySize
    private let clock = ContinuousClock()

    init(page: DemoPage, rowCount: Int, keySize: KeySize) {
        (self.page, self.rowCount, self.keySize) = (page, rowCount, keySize)
    }

    /// Tells all of it.
    ///
    /// - Throws: `internalFault` if a decrypted prediction is not the model's.
    func tell() throws {
        try page.line("A prediction computed on numbers that the server cannot read.")
        try page.line("All patients are invented, and nothing is written to disk.")

        var generator = RelapseRiskGenerator(seed: 1)
        let server = try trainServer(&generator)
        let client = try makeClient(server.contractText)
        let patients = (0..<rowCount).map { _ in Array(generator.nextRow().dropLast()) }
        try showPatient(patients[0], client.contract)

        let outcome = try DemoOutcome(patients, server, client)
        try showRequest(outcome)
        try showServersView(outcome, server.model.contract)
        try showPredictions(outcome, server.model.contract.outputs[0])
        try conclude()
    }

    private func trainServer(_ generator: inout RelapseRiskGenerator) throws -> DemoServer {
        let rows = (0..<2000).map { _ in generator.nextRow() }
        let features = RelapseRiskVariable.all.count
        let start = clock.now
        let trained = try TrainedModel(
            TrainingData(
                featureNames: RelapseRiskVariable.all.map(\.name),
                columns: (0..<features).map { column in rows.map { $0[column] } },
                targetName: RelapseRiskGenerator.target, target: rows.map { $0[features] }),
            descriptions: .relapseRisk, name: "relapse-risk")
        let time = clock.now - start

        try page.heading("THE SERVER, which owns a model")
        try page.step("trains", "on \(rows.count.grouped) patients with \(features) features and a known outcome", time)
        let quality = try trained.evaluation.get()
        try page.step(
            "tests",
            "a fit to \((rows.count - quality.rowCount).grouped) of them on the \(quality.rowCount) others: "
                + quality.sentence(unit: RelapseRiskGenerator.targetUnit))
        try page.step(
            "keeps", "model.json, \(trained.file.jsonText().count.bytes): \(features) weights and an intercept")
        let server = DemoServer(model: trained.file.model)
        try page.step(
            "publishes", "contract.json, \(server.contractText.count.bytes): names, units and ranges, no weight")
        return server
    }

    private func makeClient(_ contractText: [UInt8]) throws -> DemoClient {
        StandardError.showProgress("looking for two primes of \(keySize.bits / 2) bits …")
        let start = clock.now
        let key = PrivateKey.generate(size: keySize)
        let time = clock.now - start
        StandardError.showProgress("")

        try page.heading("THE CLIENT, which owns the patients")
        try page.step(
            "makes", "a key of \(keySize.bits.grouped) bits, whose private part never leaves the client", time)
        return try DemoClient(key: key, contractText: contractText)
    }

    private func showPatient(_ patient: [Double], _ contract: Contract) throws {
        let others = rowCount > 1 ? "\(rowCount.grouped) new patients; the first of them:" : "a new patient:"
        try page.step("holds", others)
        for (value, feature) in zip(patient, contract.features) {
            try page.row([(feature.name, 24), (value.shortText, -8), ("  \(feature.unit)", 0)])
        }
    }

    private func showRequest(_ outcome: DemoOutcome) throws {
        let numbers = rowCount * outcome.featureCount
        try page.step("encrypts", "\(numbers.grouped) numbers, each with fresh randomness", outcome.encryptionTime)
        try page.step(
            "sends",
            rowCount.of("request", "requests") + " (data.json), \(outcome.firstRequest.count.bytes) each: "
                + "the public key and \(outcome.featureCount) ciphertexts")
    }

    private func showServersView(_ outcome: DemoOutcome, _ contract: Contract) throws {
        try page.heading("WHAT THE SERVER SEES of the first patient")
        let request = try PythonPaillierRequest(JSONDocument(outcome.firstRequest))
        for (feature, value) in zip(contract.features, request.values) { try showCiphertext(feature.name, value) }
        try page.step(
            "scores", rowCount.of("request", "requests") + " without a key: weights times features, summed",
            outcome.scoringTime)
        try page.step(
            "answers",
            rowCount.of("answer", "answers")
                + " (answer.json), \(outcome.firstAnswer.count.bytes) each, as unreadable to the server:")
        let answer = try PythonPaillierAnswer(JSONDocument(outcome.firstAnswer))
        for (output, value) in zip(contract.outputs, answer.values) { try showCiphertext(output.name, value) }
    }

    private func showCiphertext(_ name: String, _ number: EncryptedNumber) throws {
        let digits = String(
            decoding: DecimalInteger.digits(bigEndianBytes: number.ciphertext.bigEndianBytes()), as: UTF8.self)
        try page.row([(name, 24), ("\(digits.prefix(32))…", 34), ("\(digits.count.grouped) digits", -14)])
    }

    private func showPredictions(_ outcome: DemoOutcome, _ output: Output) throws {
        try page.heading("THE CLIENT AGAIN")
        try page.step("decrypts", rowCount.of("answer", "answers"), outcome.decryptionTime)
        try page.row([("patient", 10), ("decrypted", -18), ("computed in the open", -24), ("difference", -14)])
        for (index, prediction) in outcome.predictions.prefix(10).enumerated() {
            try page.row([
                ("\(index + 1)", 10), ("\(prediction.decrypted.text(9)) \(output.unit)", -18),
                ("\(prediction.plain.text(9)) \(output.unit)", -24), (prediction.difference.scientific, -14),
            ])
        }
        if rowCount > 10 { try page.row([("… and \((rowCount - 10).grouped) more", 0)]) }
        let largest = outcome.largestDifference / (output.maximum - output.minimum)
        guard largest <= 1e-9 else {
            throw CommandFailure(.internalFault, "internal fault: a decrypted prediction is not the model's")
        }
        try page.line()
        try page.line(
            "  The decrypted predictions are the model's own, to \(largest.scientific) of the output's range.")
    }

    private func conclude() throws {
        try page.heading("WHAT THIS PROMISES")
        try page.line(
            """
              The server learned the public key, and how many patients and features there are; the values are
              hidden as long as the key stays private, no score is shown to the server, and the decisional
              composite residuosity assumption holds. The client learned its predictions. They are accurate, so
              those of eleven different enough patients suffice to work out the eleven numbers of this model,
              and this exchange, in the format of python-paillier, does not bound what a dishonest client learns
              from a single answer.

            THE SAME WITH FILES
              blindscore dataset --rows 2000 --seed 1 --output patients.csv
              blindscore train --data patients.csv --target relapse_risk --output model.json
              blindscore contract --model model.json --output contract.json
              blindscore keygen --output client-key.json
              blindscore encrypt --key client-key.json --contract contract.json --input patients.csv --row 1 \\
                                 --format phe --output data.json
              blindscore score --model model.json --input data.json --output answer.json
              blindscore decrypt --key client-key.json --contract contract.json --input answer.json
            """)
    }
}
