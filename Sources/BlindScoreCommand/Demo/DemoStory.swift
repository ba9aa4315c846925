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
        try showRequest(outcome, client.contract)
        try showServersView(outcome, server, client)
        try showPredictions(outcome, client.contract)
        try conclude()
    }

    private func trainServer(_ generator: inout RelapseRiskGenerator) throws -> DemoServer {
        let data = try generator.trainingData(rowCount: 2000)
        let features = RelapseRiskVariable.all.count
        let start = clock.now
        let trained = try TrainedModel(data, descriptions: .relapseRisk, name: "relapse-risk")
        let time = clock.now - start

        try page.heading("THE SERVER, which owns a model")
        try page.step(
            "trains", "on \(data.rowCount.grouped) patients with \(features) features and a known outcome", time)
        let quality = try trained.evaluation.get()
        try page.step(
            "tests",
            "a fit to \((data.rowCount - quality.rowCount).grouped) of them on the \(quality.rowCount) others: "
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

    private func showRequest(_ outcome: DemoOutcome, _ contract: Contract) throws {
        let features = contract.features.count
        let slots = min(rowCount, ScoringPlan(contract).slotCount(keySize: keySize))
        try page.step(
            "encrypts",
            "\((rowCount * features).grouped) numbers, those of \(slots.of("patient", "patients")) in a ciphertext",
            outcome.encryptionTime)
        try page.step(
            "sends",
            "a request, \(outcome.request.count.bytes): \(bytesPerRow(outcome.request)) for each patient's "
                + features.of("number", "numbers"))
    }

    private func bytesPerRow(_ file: [UInt8]) -> String { ((file.count + rowCount - 1) / rowCount).bytes }

    private func showServersView(_ outcome: DemoOutcome, _ server: DemoServer, _ client: DemoClient) throws {
        let contract = server.model.contract
        try page.heading("WHAT THE SERVER SEES")
        for (feature, ciphertext) in zip(contract.features, try server.firstCiphertexts(outcome.request)) {
            try showCiphertext(feature.name, ciphertext)
        }
        try page.step(
            "scores", rowCount.of("patient", "patients") + " without a key, after checking the proof of the client's",
            outcome.scoringTime)
        let bits = ScoringPlan(contract).informationBits
        try page.step("hides", "all but \(bits) bits of each score, under noise and a mask, whatever the client sent")
        try page.step(
            "answers",
            "\(outcome.answer.count.bytes), \(bytesPerRow(outcome.answer)) for each patient, as unreadable to the server:"
        )
        if let ciphertext = try client.firstCiphertext(outcome.answer) {
            try showCiphertext(contract.outputs[0].name, ciphertext)
        }
    }

    private func showCiphertext(_ name: String, _ ciphertext: Ciphertext) throws {
        let digits = String(
            decoding: DecimalInteger.digits(bigEndianBytes: ciphertext.bigEndianBytes()), as: UTF8.self)
        try page.row([(name, 24), ("\(digits.prefix(32))…", 34), ("\(digits.count.grouped) digits", -14)])
    }

    private func showPredictions(_ outcome: DemoOutcome, _ contract: Contract) throws {
        let output = contract.outputs[0]
        try page.heading("THE CLIENT AGAIN")
        try page.step("decrypts", rowCount.of("prediction", "predictions"), outcome.decryptionTime)
        try page.row([("patient", 10), ("decrypted", -18), ("computed in the open", -24), ("difference", -14)])
        for (index, prediction) in outcome.predictions.prefix(5).enumerated() {
            // As decrypt writes them: a decimal beyond the first digit of the error.
            let decimals = prediction.decrypted.decimals
            try page.row([
                ("\(index + 1)", 10), ("\(prediction.decrypted.value.text(decimals)) \(output.unit)", -18),
                ("\(prediction.plain.text(decimals)) \(output.unit)", -24), (prediction.difference.scientific, -14),
            ])
        }
        if rowCount > 5 { try page.row([("… and \((rowCount - 5).grouped) more", 0)]) }
        let plan = ScoringPlan(contract)
        let (bound, largest) = (plan.maximumError(of: output), outcome.largestDifference)
        guard largest <= bound else {
            throw CommandFailure(.internalFault, "internal fault: a decrypted prediction is not the model's")
        }
        try page.line()
        try page.step(
            "error",
            "at most \(bound.boundText(unit: output.unit)), which is proved; measured: \(largest.boundText(unit: output.unit))"
        )
        try page.step(
            "tells",
            "\(plan.informationBits) bits of the model for each patient, less than 1 more for each ciphertext"
        )
    }

    private func conclude() throws {
        try page.heading("WHAT THIS PROMISES")
        try page.line(
            """
              The server learned the public key, and how many patients and features there are; the values are
              hidden as long as the key stays private, no score is shown to the server, and the decisional
              composite residuosity assumption holds. The client learned its predictions to the accuracy of the
              contract, and whatever it had sent, an answer would not have told more bits of the model. They
              are accurate, so those of eleven different enough patients suffice to work out the eleven numbers
              of this model.

              Programs built on python-paillier can take either side (encrypt --format phe); what a dishonest
              client learns from an answer in that format is not bounded.

            THE SAME WITH FILES
              blindscore dataset --rows 2000 --seed 1 --output patients.csv
              blindscore train --data patients.csv --target relapse_risk --output model.json
              blindscore contract --model model.json --output contract.json
              blindscore keygen --output client-key.json
              blindscore encrypt --key client-key.json --contract contract.json --input patients.csv \\
                                 --output request.bin
              blindscore score --model model.json --input request.bin --output answer.bin
              blindscore decrypt --key client-key.json --contract contract.json --input answer.bin \\
                                 --output predictions.csv
            """)
    }
}
