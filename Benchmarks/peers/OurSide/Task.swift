// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A line of input: a model to score with, rows to send and score once with the model of that id, or the length of a key to make.
struct Task: Decodable {
    struct Setup: Decodable {
        var bits: Int
        var weights: [Double]
        var intercept: Double
        var featureMaximum, minimum, maximum: Double
        var accuracy: Double
        /// Whether the server's noise comes from its pool, and whether requests have half the bytes.
        var isPoolWarm, isCompact: Bool
        /// Whether times are those of the wall's clock, not the processor's.
        var isWallTime: Bool

        /// The time that `work` takes, in seconds.
        func measured(_ work: () throws -> Void) rethrows -> Double {
            guard !isWallTime else { return try ContinuousClock().measure(work) / .seconds(1) }
            return try Task.processorTime(work)
        }
    }

    var id: String
    var setup: Setup?
    var rows: [[Double]]?
    /// The length of the key.
    var keyBits: Int?

    /// The processor's time that `work` takes, in seconds.
    static func processorTime(_ work: () throws -> Void) rethrows -> Double {
        let start = clock()
        try work()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
}

/// A line of output: times in seconds, lengths in bytes, and what the task has nothing of left out.
struct Answer: Encodable {
    var keyGeneration, encrypt, score, decrypt: Double?
    var up, down, oneTimeBytes: Int?
    var maximumError: Double?
    var kernel: String?
    var answers: [Double]?
}
