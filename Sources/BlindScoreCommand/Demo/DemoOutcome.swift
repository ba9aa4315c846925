// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding

/// What became of the patients: the files that passed, the predictions and the times.
struct DemoOutcome {
    let featureCount: Int
    private(set) var firstRequest: [UInt8] = []
    private(set) var firstAnswer: [UInt8] = []
    private(set) var predictions: [Prediction] = []
    private(set) var encryptionTime = Duration.zero
    private(set) var scoringTime = Duration.zero
    private(set) var decryptionTime = Duration.zero

    /// One prediction, made twice.
    struct Prediction {
        let decrypted: Double
        let plain: Double

        var difference: Double { abs(decrypted - plain) }
    }

    var largestDifference: Double { predictions.map(\.difference).max() ?? 0 }

    /// Lets the parties exchange requests and answers, one patient after the other.
    init(_ patients: [[Double]], _ server: DemoServer, _ client: DemoClient) throws {
        featureCount = client.contract.features.count
        let clock = ContinuousClock()
        for (index, patient) in patients.enumerated() {
            StandardError.showProgress("patient \(index + 1) of \(patients.count) …")
            let start = clock.now
            let request = try client.request(patient)
            let encrypted = clock.now
            let answer = try server.answer(request)
            let scored = clock.now
            let decrypted = try client.prediction(answer)
            let end = clock.now
            encryptionTime += encrypted - start
            scoringTime += scored - encrypted
            decryptionTime += end - scored
            predictions.append(Prediction(decrypted: decrypted, plain: try server.model.predictLinear(patient)[0]))
            if index == 0 { (firstRequest, firstAnswer) = (request, answer) }
        }
        StandardError.showProgress("")
    }
}
