// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// snippet.program
import EncryptedRegression
import ScoringPipelines

// Public: what both sides know of the model.
let contract = try Contract(
    name: "relapse", version: 1,
    features: [Feature(name: "age", minimum: 18, maximum: 100), Feature(name: "ward", levels: ["A", "B"])],
    outputs: [Output(name: "risk", unit: "%", minimum: 0, maximum: 100)])

// The client encrypts rows under a key that never leaves it.
let client = try await BlindScoreClient(contract: contract, key: BlindScoreClient.generateKey())
let request = try await client.encrypt([contract.row(["age": 44, "ward": "B"]), contract.row([71, "A"])])

// The server has the model, and computes on what it cannot read.
let model = try LinearModel(contract: contract, intercepts: [5], coefficients: [[0.6, 12.5]])
let answer = try await BlindScoreServer(model: model).answer(request.bytes)

// The client alone reads the predictions.
for row in try await client.decrypt(answer, to: request.receipt) { print("\(row[0].value) % ± \(row[0].maximumError)") }
// snippet.check
for (row, exact) in zip(try await client.decrypt(answer, to: request.receipt), [43.9, 47.6]) {
    precondition(abs(row[0].value - exact) <= row[0].maximumError)
}
