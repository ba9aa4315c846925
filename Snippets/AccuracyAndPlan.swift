// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier

// snippet.contract
/// A contract of a risk in percent, of ten features, a given accuracy and headroom.
func contract(accuracy: Double, headroom: Int = 0) throws -> Contract {
    try Contract(
        name: "risk", version: 1, accuracy: accuracy, headroom: headroom,
        features: (1...10).map { Feature(name: "x\($0)", minimum: 0, maximum: 1) },
        outputs: [Output(name: "risk", unit: "%", minimum: 0, maximum: 100)])
}

// snippet.plan
let million = try contract(accuracy: 1e-6)
let plan = ScoringPlan(million)
precondition(plan.columnCount == 10)  // d
precondition(plan.steps == 1_000_000)  // N = round(1 / 1e-6)
precondition(plan.informationBits == 20)  // m + g: N + 1 has 20 bits
precondition(plan.noiseBits == 25)  // t
precondition(plan.slotBits == 45)  // k = t + m + g
precondition(plan.weightScale == 17_592_163)  // S = ⌊(2^44 − 2^24 − 1) / N⌋ − 5 − 1
precondition(plan.weightBits == 26)  // of a weight in −S … S
precondition(plan.slotCount(keySize: .bits2048) == 45)  // L = ⌊2047 / k⌋
precondition(plan.slotCount(keySize: .bits3072) == 68)
precondition(plan.slotCount(keySize: .bits4096) == 91)

// snippet.error
let error = plan.maximumError(of: million.outputs[0])
precondition(error > 0.0001 && error < 0.0001 * (1 + 1e-8))

// snippet.accuracies
let others = try [1e-2, 1e-4, 1e-9].map { ScoringPlan(try contract(accuracy: $0)) }
precondition(others.map { $0.informationBits } == [7, 14, 30])
precondition(others.map { $0.slotBits } == [18, 31, 65])
precondition(others.map { $0.slotCount(keySize: .bits3072) } == [170, 99, 47])

// snippet.headroom
let roomy = try [4, 8, 20].map { ScoringPlan(try contract(accuracy: 1e-6, headroom: $0)) }
precondition(roomy.map { $0.informationBits } == [24, 28, 40])
precondition(roomy.map { $0.slotBits } == [53, 61, 85])
precondition(roomy.map { $0.slotCount(keySize: .bits3072) } == [57, 50, 36])
