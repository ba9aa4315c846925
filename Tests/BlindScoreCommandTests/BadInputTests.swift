// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import TestSupport
import Testing

/// A file of the scenario replaced by something bad, the command that reads it, and how that must end.
struct BadInput: Sendable, CustomTestStringConvertible {
    let title: String
    let file: String
    let content: String
    let command: String
    let status: Int32
    /// What the one sentence must mention beside the file.
    let mention: String?

    init(
        _ title: String, _ file: String, _ content: String, _ command: Command, status: Int32 = 65,
        mention: String? = nil
    ) {
        (self.title, self.file, self.content, self.status, self.mention) = (title, file, content, status, mention)
        self.command = command.rawValue
    }

    enum Command: String {
        case contract = "contract --model model.json --output new.json"
        case encrypt =
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output new.json"
        case encryptOnly =
            "encrypt --key key.json --contract contract.json --input rows.csv --format phe --output new.json"
        case score = "score --model model.json --input data.json --output new.json"
        case decrypt = "decrypt --key key.json --contract contract.json --input answer.json --output new.csv"
        case train = "train --data rows.csv --target risk --output new.json"
        case number = "number decrypt --key key.json data.json --output new.txt"
    }

    var testDescription: String { title }
}

@Suite("Bad input")
struct BadInputTests {
    private static let n = Scenario.key.fixture.n.value

    @Test(
        "Each bad input has its exit status and one sentence, and nothing is written",
        arguments: damagedFiles + keys + requests + answers + tables + models)
    func refused(_ bad: BadInput) throws {
        let folder = try Scenario.folder()
        try folder.write(bad.content, to: bad.file)
        let before = try folder.names
        let run = try CommandRun.blindscore(bad.command.split(separator: " ").map(String.init), in: folder)
        #expect(run.isOneSentence(status: bad.status, naming: bad.file), "\(run.status) \(run.errors)")
        if let mention = bad.mention { #expect(run.errors.contains(mention), "\(run.errors)") }
        #expect(try folder.names == before)
    }

    @Test("Names from files cannot reach the terminal's controls")
    func controlCharacters() throws {
        let folder = try Scenario.folder()
        try folder.write("\"phq9\",\"sleep\",\"a\u{1B}[31m\nblindscore: b\"\n3,4,5\n", to: "rows.csv")
        let run = try CommandRun.blindscore(
            BadInput.Command.encryptOnly.rawValue.split(separator: " ").map(String.init), in: folder)
        #expect(run.status == 0)
        // The columns that are ignored, and the number of rows.
        #expect(run.errors.split(separator: "\n").count == 2)
        #expect(!run.errors.contains("\u{1B}"))
    }

    static let damagedFiles: [BadInput] = [
        BadInput("an empty model", "model.json", "", .contract, mention: "empty"),
        BadInput("an empty request", "data.json", "", .score, mention: "empty"),
        BadInput("an empty key file", "key.json", "", .encrypt, mention: "empty"),
        BadInput("an empty contract", "contract.json", "", .encrypt, mention: "empty"),
        BadInput("an empty answer", "answer.json", "", .decrypt, mention: "empty"),
        BadInput("an empty table", "rows.csv", "", .encrypt),
        BadInput("a model cut short", "model.json", String(Scenario.model.dropLast(40)), .score, mention: "line"),
        BadInput(
            "a request cut short", "data.json", #"{"public_key": {"n": 35}, "values": [["12"#, .score, mention: "line"),
        BadInput(
            "a key file cut short", "key.json", String(Scenario.key.privateKey.dropLast(40)), .decrypt, mention: "line"),
        BadInput("a request that is a picture", "data.json", "\u{89}PNG\r\n\u{1A}\n", .score),
        BadInput("a contract in the place of a request", "data.json", Scenario.model, .score),
        BadInput("a request in the place of a model", "model.json", HostileRequest.text(ciphertext: 1), .score),
        BadInput("a request in the place of a key", "key.json", HostileRequest.text(ciphertext: 1), .decrypt),
        BadInput("a member named twice", "model.json", #"{"name": "a", "name": "b"}"#, .score, mention: "name"),
        BadInput("JSON nested without end", "data.json", String(repeating: "[", count: 1_000_000), .score),
    ]

    static let keys: [BadInput] = [
        BadInput("the wrong key", "key.json", Scenario.otherKey.privateKey, .decrypt, status: 77),
        BadInput("a public key where the private one is needed", "key.json", Scenario.key.publicKey, .decrypt),
        BadInput(
            "a key of 1024 bits", "data.json", HostileRequest.text(modulus1024, [(1, "0"), (1, "0")]), .score,
            mention: "2048"),
        BadInput("a key file with a short key", "key.json", KeyFiles("phe-512").privateKey, .encrypt, mention: "2048"),
        BadInput(
            "an even modulus", "data.json", HostileRequest.text(n - 1, [(1, "0"), (1, "0")]), .score, mention: "even"),
        BadInput(
            "a prime modulus", "data.json", HostileRequest.text(prime2048, [(1, "0"), (1, "0")]), .score,
            mention: "prime"),
        BadInput(
            "a modulus with a small factor", "data.json", HostileRequest.text((n / 3 | 1) * 3, [(1, "0"), (1, "0")]),
            .score),
        BadInput("a modulus of zero", "data.json", HostileRequest.text(0, [(1, "0"), (1, "0")]), .score),
        BadInput(
            "primes that do not make the modulus", "key.json",
            Scenario.key.privateKey.replacing(Scenario.key.publicKey, with: Scenario.otherKey.publicKey), .decrypt),
    ]

    static let requests: [BadInput] = [
        BadInput("the ciphertext 0", "data.json", HostileRequest.text(ciphertext: 0), .score),
        BadInput("the ciphertext n²", "data.json", HostileRequest.text(ciphertext: n * n), .score),
        BadInput("a ciphertext beyond n²", "data.json", HostileRequest.text(ciphertext: n * n + 1), .score),
        BadInput(
            "a multiple of p", "data.json", HostileRequest.text(ciphertext: Scenario.key.fixture.p.value * 12345),
            .score),
        BadInput(
            "a ciphertext of a million digits", "data.json", HostileRequest.text(ciphertext: BigUInt(1) << 3_000_000),
            .score),
        BadInput("too few features", "data.json", HostileRequest.text(n, [(1, "0")]), .score, mention: "2"),
        BadInput(
            "too many features", "data.json", HostileRequest.text(n, [(1, "0"), (1, "0"), (1, "0")]), .score,
            mention: "2"),
        BadInput("no features", "data.json", HostileRequest.text(n, []), .score),
        BadInput(
            "an exponent below -2,048", "data.json", HostileRequest.text(ciphertext: 1, exponent: "-2049"), .score),
        BadInput("an exponent above 512", "data.json", HostileRequest.text(ciphertext: 1, exponent: "513"), .score),
        BadInput(
            "an exponent beyond every integer", "data.json",
            HostileRequest.text(ciphertext: 1, exponent: "99999999999999999999"), .score),
        BadInput(
            "an exponent that is no whole number", "data.json", HostileRequest.text(ciphertext: 1, exponent: "-1.5"),
            .score),
        BadInput(
            "a ciphertext that is no number", "data.json",
            HostileRequest.text(ciphertext: 1).replacing("\"1\"", with: "\"one\""), .score),
        BadInput("a number with a huge exponent", "data.json", #"{"v": "1", "e": -2049}"#, .number),
        BadInput("a number under no key", "data.json", #"{"v": "0", "e": 0}"#, .number),
    ]

    static let answers: [BadInput] = [
        BadInput("an answer with the ciphertext 0", "answer.json", answer("0", "0"), .decrypt),
        BadInput("an answer with the ciphertext n²", "answer.json", answer("\(n * n)", "0"), .decrypt),
        BadInput(
            "an answer with a multiple of p", "answer.json", answer("\(Scenario.key.fixture.p.value)", "0"), .decrypt),
        BadInput("an answer with a huge exponent", "answer.json", answer("1", "-2049"), .decrypt),
        BadInput(
            "an answer whose number of outputs is not the contract's", "answer.json",
            #"{"pubkey": {"n": \#(n)}, "values": [["1", 0], ["1", 0]]}"#, .decrypt),
    ]

    static let tables: [BadInput] = [
        BadInput("a table without rows", "rows.csv", "phq9,sleep\n", .encryptOnly, mention: "rows"),
        BadInput("a missing column", "rows.csv", "phq9\n3\n", .encryptOnly, mention: "sleep"),
        BadInput("a doubled column", "rows.csv", "phq9,sleep,phq9\n3,4,3\n", .encryptOnly, mention: "phq9"),
        BadInput("NaN", "rows.csv", "phq9,sleep\nNaN,4\n", .encryptOnly, mention: "phq9"),
        BadInput("infinity", "rows.csv", "phq9,sleep\n3,inf\n", .encryptOnly, mention: "sleep"),
        BadInput("a number beyond every double", "rows.csv", "phq9,sleep\n3,1e999\n", .encryptOnly, mention: "sleep"),
        BadInput("an empty cell", "rows.csv", "phq9,sleep\n3,\n", .encryptOnly, mention: "sleep"),
        BadInput("a word", "rows.csv", "phq9,sleep\n3,long\n", .encryptOnly, mention: "sleep"),
        BadInput("a feature out of its range", "rows.csv", "phq9,sleep\n27.5,4\n", .encryptOnly, mention: "phq9"),
        BadInput("a row too short", "rows.csv", "phq9,sleep\n3\n", .encryptOnly, mention: "line 2"),
        BadInput(
            "two rows where one is encrypted", "rows.csv", "phq9,sleep\n3,4\n3,4\n", .encryptOnly, status: 64,
            mention: "--row"),
        BadInput("a target that the table lacks", "rows.csv", "phq9,sleep\n3,4\n", .train, mention: "risk"),
        BadInput("a table to learn from without rows", "rows.csv", "phq9,sleep,risk\n", .train),
        BadInput("fewer rows than coefficients", "rows.csv", "phq9,sleep,risk\n3,4,5\n", .train),
    ]

    static let models: [BadInput] = [
        BadInput(
            "a model outside its declared range", "model.json",
            Scenario.model.replacing("\"minimum\": -20", with: "\"minimum\": 60"), .contract, mention: "relapse_risk"),
        BadInput(
            "a model with a coefficient too few", "model.json", Scenario.model.replacing("2.25, -0.7", with: "2.25"),
            .contract, mention: "coefficients"),
        BadInput(
            "a model with a feature range turned around", "model.json",
            Scenario.model.replacing("\"maximum\": 27", with: "\"maximum\": -27"), .contract, mention: "phq9"),
        BadInput(
            "a model with a number beyond every double", "model.json", Scenario.model.replacing("11.5", with: "1e400"),
            .contract, mention: "intercept"),
        BadInput(
            "a model without outputs", "model.json", #"{"name": "a", "version": 1, "features": [], "outputs": []}"#,
            .contract),
    ]

    private static func answer(_ ciphertext: String, _ exponent: String) -> String {
        #"{"pubkey": {"n": \#(n)}, "values": ["\#(ciphertext)", \#(exponent)]}"#
    }

    /// Faultless but for its length.
    private static let modulus1024 = KeyFiles("phe-512").fixture.n.value * KeyFiles("structured-512").fixture.n.value

    /// 2^2048 − 1557, the largest prime below 2^2048.
    private static let prime2048 = (BigUInt(1) << 2048) - 1557
}
