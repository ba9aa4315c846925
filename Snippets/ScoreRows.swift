// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines

// snippet.contract
// Public: what the features and the prediction are, their ranges, and how accurate an answer has to be.
let contract = try Contract(
    name: "relapse", version: 1, accuracy: 1e-6,
    features: [
        Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27),
        Feature(name: "sleep_hours", unit: "hours", minimum: 2, maximum: 12),
        Feature(name: "prior_episodes", unit: "episodes", minimum: 0, maximum: 10),
    ],
    outputs: [Output(name: "relapse", link: .logistic, minimum: -6, maximum: 6)])

// snippet.model
// The server's secret: how the log-odds of a relapse depend on the features.
let model = try LinearModel(contract: contract, intercepts: [-1.5], coefficients: [[0.2, -0.3, 0.15]])
let engine = try ScoringEngine(model)

// snippet.keys
// The client's secret is the key. The server gets the modulus and a proof, as bytes, and checks both.
let key = PrivateKey.generate()
let modulus = key.publicKey.modulusBytes
let roots = key.makeProof().rootBytes(size: key.publicKey.size)

let clientKey = try ProvenPublicKey(PublicKey(modulus: modulus), KeyProof(roots: roots))

// snippet.plan
// Both sides derive the same plan from the contract.
let plan = ScoringPlan(contract)
print("a slot has \(plan.slotBits) bits, a ciphertext \(plan.slotCount(keySize: key.publicKey.size)) slots")
print(
    "an answer tells \(plan.informationBits) bits of the model, and is off by at most "
        + "\(plan.maximumError(of: contract.outputs[0]))")

// snippet.rows
// The client's rows: invented.
let rows = try (0..<100).map { index in
    let (points, tenths, episodes) = (index * 5 % 28, index * 13 % 101, index * 3 % 11)
    return try contract.row([Double(points), 2 + Double(tenths) / 10, Double(episodes)])
}

// snippet.encrypt
// The client: values become integers, rows become slots, and each feature of a group becomes one ciphertext.
struct Group {
    var rowCount: Int
    var ciphertexts: [[UInt8]]
}

let packer = RowPacker(contract, key: key.publicKey)
let request = try stride(from: 0, to: rows.count, by: packer.groupRowCount).map { first in
    let group = Array(rows[first...].prefix(packer.groupRowCount))
    let ciphertexts = try key.encrypt(packer.pack(group))
    return Group(rowCount: group.count, ciphertexts: ciphertexts.map { $0.bigEndianBytes() })
}

// snippet.score
// The server: checks the ciphertexts, computes on them, and hides all but the answer.
var noise = FreshNoise()
let answer = try request.map { group in
    let features = try clientKey.publicKey.ciphertexts(bigEndianBytes: group.ciphertexts)
    let scores = try engine.score(features, rowCount: group.rowCount, key: clientKey, noise: &noise)
    return Group(rowCount: group.rowCount, ciphertexts: scores.map { $0.bigEndianBytes() })
}

// snippet.decrypt
// The client again: decrypts, reads the slots, and applies the link.
let decoder = AnswerDecoder(contract)
let logOdds = try answer.flatMap { group in
    let ciphertexts = try key.publicKey.ciphertexts(bigEndianBytes: group.ciphertexts)
    let plaintexts = try key.decrypt(ciphertexts)
    return try decoder.linearPredictors(plaintexts, rowCount: group.rowCount, keySize: key.publicKey.size)
}
let predictions = logOdds.map { contract.predictions($0) }

// snippet.compare
// What nobody could do in earnest: compare with the predictions of the model in the open.
var largestError = 0.0
for (index, row) in rows.enumerated() {
    let exact = try model.predictLinear(row)
    largestError = max(largestError, abs(logOdds[index][0] - exact[0]))
    if index < 3 {
        print("row \(index + 1): \(predictions[index][0]), in the open \(contract.predictions(exact)[0])")
    }
}
print("the largest error of \(rows.count) rows is \(largestError)")
precondition(largestError <= plan.maximumError(of: contract.outputs[0]))
