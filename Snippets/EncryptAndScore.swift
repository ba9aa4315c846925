// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier

// Public: what the features and the prediction are, and their ranges.
let contract = try Contract(
    name: "relapse-risk", version: 1,
    features: [
        Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27),
        Feature(name: "sleep_hours", unit: "hours", minimum: 2, maximum: 12),
    ],
    outputs: [Output(name: "relapse_risk", unit: "%", minimum: -20, maximum: 80)])

// The client: a key, and a row encrypted with it.
let key = PrivateKey.generate()
let encoder = try UnboundedEncoder(contract: contract, publicKey: key.publicKey)
let request = try encoder.encode([14, 6.5]).map { try key.encrypt($0) }

// The server: a model, the request and the client's public key.
let model = try LinearModel(contract: contract, intercepts: [10], coefficients: [[2, -2.5]])
let answer = try UnboundedScorer(model: model).score(request, publicKey: key.publicKey)

// The client again.
let prediction = try key.publicKey.decode(key.decrypt(answer[0])).nearestDouble
print("relapse_risk", prediction, "%")

let inTheOpen: Double = 10 + 2 * 14 - 2.5 * 6.5
precondition(abs(prediction - inTheOpen) < 1e-8)
