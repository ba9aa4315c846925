// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import TestSupport

/// A model, its contract, a key, a request and an answer that belong together, made once by the command itself.
struct Scenario: Sendable {
    let contract: String
    let request: String
    let answer: String

    static let key = KeyFiles("structured-2048")
    static let otherKey = KeyFiles("phe-2048")

    /// One output, so that an answer has the shape that the classroom programs know.
    static let model = """
        {"name": "relapse-risk", "version": 1, "accuracy": 1e-6,
         "features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
                      {"name": "sleep", "unit": "hours", "minimum": 0, "maximum": 12}],
         "outputs": [{"name": "relapse_risk", "unit": "%", "link": "identity", "minimum": -20, "maximum": 120,
                      "intercept": 11.5, "coefficients": [2.25, -0.7]}]}
        """

    static let rows = "sleep,phq9,note\n7.5,13,first\n4,27,second\n"

    /// What the model says of the two rows, computed in the open.
    static let predictions = [11.5 + 2.25 * 13 - 0.7 * 7.5, 11.5 + 2.25 * 27 - 0.7 * 4]

    static let shared = Result { try Scenario() }

    /// A folder with all of the files in it.
    static func folder() throws -> Workspace {
        let scenario = try shared.get()
        let folder = try Workspace()
        for (name, text) in [
            "model.json": model, "contract.json": scenario.contract, "key.json": key.privateKey,
            "public.json": key.publicKey,
            "other-key.json": otherKey.privateKey, "rows.csv": rows, "data.json": scenario.request,
            "answer.json": scenario.answer,
        ] {
            try folder.write(text, to: name)
        }
        return folder
    }

    private init() throws {
        let folder = try Workspace()
        try folder.write(Self.model, to: "model.json")
        try folder.write(Self.key.privateKey, to: "key.json")
        try folder.write(Self.rows, to: "rows.csv")
        for line in [
            "contract --model model.json --output contract.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output data.json",
            "score --model model.json --input data.json --output answer.json",
        ] {
            let run = try CommandRun.blindscore(line.split(separator: " ").map(String.init), in: folder)
            guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
        }
        contract = try folder.read("contract.json")
        request = try folder.read("data.json")
        answer = try folder.read("answer.json")
    }
}

/// Requests as a hostile client might write them.
enum HostileRequest {
    static func text(_ n: BigUInt, _ values: [(ciphertext: BigUInt, exponent: String)]) -> String {
        let pairs = values.map { #"["\#($0.ciphertext)", \#($0.exponent)]"# }.joined(separator: ", ")
        return #"{"public_key": {"n": \#(n)}, "values": [\#(pairs)]}"#
    }

    /// Two features, the first of which has this ciphertext and exponent.
    static func text(ciphertext: BigUInt, exponent: String = "-8") -> String {
        text(Scenario.key.fixture.n.value, [(ciphertext, exponent), (1, "-8")])
    }
}
