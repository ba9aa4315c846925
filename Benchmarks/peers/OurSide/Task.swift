// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A line of input: a model to score with, or rows to send and score once with the model of that id.
struct Task: Decodable {
    struct Setup: Decodable {
        var bits: Int
        var weights: [Double]
        var intercept: Double
        var featureMaximum, minimum, maximum: Double
        var accuracy: Double
        /// Whether the server's noise comes from its pool, and whether requests have half the bytes.
        var isPoolWarm, isCompact: Bool
    }

    var id: String
    var setup: Setup?
    var rows: [[Double]]?
}

/// A line of output: times in seconds, lengths in bytes, and what the task has nothing of left out.
struct Answer: Encodable {
    var keyGeneration, encrypt, score, decrypt: Double?
    var up, down, oneTimeBytes: Int?
    var maximumError: Double?
    var kernel: String?
    var answers: [Double]?
}
