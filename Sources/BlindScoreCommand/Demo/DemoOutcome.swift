// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import ScoringPipelines

/// What became of the patients: the files that passed, the predictions and the times.
struct DemoOutcome {
    let request: [UInt8]
    let answer: [UInt8]
    let predictions: [Comparison]
    let encryptionTime: Duration
    let scoringTime: Duration
    let decryptionTime: Duration

    /// One prediction, made twice.
    struct Comparison {
        let decrypted: Prediction
        let plain: Double

        var difference: Double { abs(decrypted.value - plain) }
    }

    var largestDifference: Double { predictions.map(\.difference).max() ?? 0 }

    /// Lets the parties exchange a request and its answer.
    init(_ patients: [[Double]], _ server: DemoServer, _ client: DemoClient) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let asked = try client.request(patients)
        request = asked.bytes
        let encrypted = clock.now
        answer = try server.answer(request)
        let scored = clock.now
        let decrypted = try client.predictions(answer, to: asked)
        let end = clock.now
        StandardError.showProgress("")
        (encryptionTime, scoringTime, decryptionTime) = (encrypted - start, scored - encrypted, end - scored)
        guard decrypted.count == patients.count else {
            throw CommandFailure(.internalFault, "internal fault: not every patient has a prediction")
        }
        predictions = try zip(decrypted, patients).map { decrypted, patient in
            Comparison(decrypted: decrypted, plain: try server.model.predictLinear(patient)[0])
        }
    }
}
