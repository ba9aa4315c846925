// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Encrypt, score and decrypt")
struct ScoreTests {
    let folder: Workspace

    init() throws { folder = try Scenario.folder() }

    private func blindscore(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    /// The object of a python-paillier file, which these programs encode twice.
    private func object(_ name: String) throws -> [String: Any] {
        let outer = try JSONSerialization.jsonObject(
            with: Data(folder.read(name).utf8), options: [.fragmentsAllowed])
        let text = try #require(outer as? String)
        // The modulus is too long for Foundation and of no interest here.
        let short = text.replacing(/"n": ?[0-9]+/, with: #""n": 0"#)
        return try #require(try JSONSerialization.jsonObject(with: Data(short.utf8)) as? [String: Any])
    }

    private func pairs(_ name: String) throws -> [(ciphertext: String, exponent: Int)] {
        let values = try #require(try object(name)["values"] as? [Any])
        let pairs = values.first is [Any] ? values : [values]
        return try pairs.map { pair in
            let pair = try #require(pair as? [Any])
            return (try #require(pair.first as? String), try #require(pair.last as? Int))
        }
    }

    @Test("Two answers to one request are different ciphertexts of equal plaintexts")
    func fresh() throws {
        for name in ["one", "two"] {
            #expect(try blindscore("score --model model.json --input data.json --output \(name).json").status == 0)
        }
        let (one, two) = (try pairs("one.json"), try pairs("two.json"))
        #expect(one.count == 1 && two.count == 1)
        #expect(one[0].ciphertext != two[0].ciphertext)
        #expect(one[0].exponent == two[0].exponent)
        let outputs = try ["one", "two"].map { try blindscore("decrypt --key key.json --input \($0).json").output }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].hasPrefix("output_1\n"))
    }

    @Test("All features carry one exponent, whatever their values")
    func exponents() throws {
        var seen: Set<Int> = []
        for row in ["0,0", "27,12", "13,7.5", "0.001,11.99999"] {
            try folder.write("phq9,sleep\n\(row)\n", to: "rows.csv")
            let run = try blindscore(
                "encrypt --key key.json --contract contract.json --input rows.csv --format phe --output data.json")
            #expect(run.status == 0)
            for pair in try pairs("data.json") { seen.insert(pair.exponent) }
        }
        #expect(seen.count == 1)
    }

    @Test("The answer says on standard error what this format lacks")
    func notBounded() throws {
        let run = try blindscore("score --model model.json --input data.json --output new.json")
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(run.errors.contains("re-randomised") && run.errors.contains("not bounded"))
    }

    @Test("Columns that the contract does not name are named once on standard error")
    func ignoredColumns() throws {
        let run = try blindscore(
            "encrypt --key key.json --contract contract.json --input rows.csv --row 2 --format phe --output new.json")
        #expect(run.status == 0)
        #expect(run.errors.split(separator: "\n").count == 2)
        #expect(run.errors.contains("note") && run.errors.contains("1 row encrypted"))
    }

    @Test(
        "A chosen row is the one that is encrypted, with either half of the key",
        arguments: ["key.json", "public.json"], [1, 2])
    func row(_ key: String, _ row: Int) throws {
        let commands = [
            "encrypt --key \(key) --contract contract.json --input rows.csv --row \(row) --format phe --output data.json",
            "score --model model.json --input data.json --output answer.json",
            "decrypt --key key.json --contract contract.json --input answer.json --output predictions.csv",
        ]
        for command in commands { #expect(try blindscore(command).status == 0) }
        let table = try Table(folder.read("predictions.csv"))
        #expect(table.header == ["relapse_risk"])
        let value = try #require(Double(table.rows[0][0]))
        #expect(abs(value - Scenario.predictions[row - 1]) <= 1e-9 * 140)
    }

    @Test("A row beyond the end of the table is bad input")
    func rowBeyond() throws {
        let run = try blindscore(
            "encrypt --key key.json --contract contract.json --input rows.csv --row 3 --format phe --output new.json")
        #expect(run.errors.contains("rows.csv"))
        #expect(run.status == 65)
    }

    @Test("Clamping moves a value to the end of its range and says so without the value")
    func clamp() throws {
        try folder.write("phq9,sleep\n99,7.5\n", to: "rows.csv")
        let run = try blindscore(
            "encrypt --key key.json --contract contract.json --input rows.csv --format phe --out-of-range clamp --output data.json"
        )
        #expect(run.status == 0)
        #expect(run.errors.contains("phq9") && !run.errors.contains("99"))
        #expect(try blindscore("score --model model.json --input data.json --output answer.json").status == 0)
        let output = try blindscore("decrypt --key key.json --input answer.json").output
        let value = try #require(Double(output.split(separator: "\n").last ?? ""))
        #expect(abs(value - (11.5 + 2.25 * 27 - 0.7 * 7.5)) <= 1e-9 * 140)
    }

    @Test(
        "The client's link is applied with the contract and only then",
        arguments: [("logistic", 1 / (1 + exp(-1.5))), ("exp", exp(1.5)), ("identity", 1.5)])
    func link(_ link: String, _ expected: Double) throws {
        try folder.write(
            """
            {"name": "m", "version": 1, "features": [{"name": "x", "unit": "", "minimum": -1, "maximum": 1}],
             "outputs": [{"name": "y", "unit": "", "link": "\(link)", "minimum": -5, "maximum": 5, "intercept": 1, "coefficients": [2]}]}
            """, to: "model.json")
        try folder.write("x\n0.25\n", to: "rows.csv")
        for command in [
            "contract --model model.json --output contract.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --format phe --output data.json",
            "score --model model.json --input data.json --output answer.json",
        ] {
            #expect(try blindscore(command).status == 0)
        }
        let with = try blindscore("decrypt --key key.json --contract contract.json --input answer.json").output
        let without = try blindscore("decrypt --key key.json --input answer.json").output
        #expect(abs(try #require(Double(with.split(separator: "\n").last ?? "")) - expected) <= 1e-8)
        #expect(abs(try #require(Double(without.split(separator: "\n").last ?? "")) - 1.5) <= 1e-8)
    }

    @Test(
        "No command overwrites its own input, under any of its names",
        arguments: [
            "contract --model model.json --output model.json", "contract --model model.json --output ./model.json",
            "contract --model model.json --output soft.json", "contract --model model.json --output hard.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output key.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output rows.csv",
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output contract.json",
            "score --model model.json --input data.json --output data.json",
            "score --model model.json --input data.json --output model.json",
            "decrypt --key key.json --input answer.json --output key.json",
            "decrypt --key key.json --input answer.json --contract contract.json --output contract.json",
            "number add --key public.json data.json data.json --output public.json",
            "train --data rows.csv --target sleep --output rows.csv",
        ])
    func ownInput(_ line: String) throws {
        let path = folder.url.path
        try FileManager.default.createSymbolicLink(atPath: path + "/soft.json", withDestinationPath: "model.json")
        try FileManager.default.linkItem(atPath: path + "/model.json", toPath: path + "/hard.json")
        let before = try folder.names.map { try folder.read($0) }
        let run = try blindscore(line)
        #expect(run.isOneSentence(status: 64, naming: "overwritten"), "\(run.status) \(run.errors)")
        #expect(try folder.names.map { try folder.read($0) } == before)
    }

    @Test("An input that standard input or output is redirected to is not overwritten either")
    func redirectedInput() throws {
        for line in [
            "blindscore score --model model.json --input - --output data.json < data.json",
            "blindscore score --model model.json --input data.json --output - >> data.json",
        ] {
            let before = try folder.read("data.json")
            let run = try CommandRun.shell(line, in: folder)
            #expect(run.status == 64)
            #expect(try folder.read("data.json") == before)
        }
    }

    @Test("A directory or a missing file as an input is named", arguments: ["key", "contract", "input"])
    func missingInput(_ option: String) throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "folder"), withIntermediateDirectories: false)
        for bad in ["folder", "missing.json"] {
            var options = ["key": "key.json", "contract": "contract.json", "input": "rows.csv"]
            options[option] = bad
            let run = try CommandRun.blindscore(
                ["encrypt", "--row", "1", "--format", "phe", "--output", "new.json"]
                    + options.flatMap { ["--" + $0.key, $0.value] }, in: folder)
            #expect(run.isOneSentence(status: 66, naming: bad), "\(run.errors)")
            #expect(try !folder.names.contains("new.json"))
        }
    }

    @Test("A key file is private to its owner and never replaced")
    func keygen() throws {
        let first = try blindscore("keygen --bits 2048 --output new.json --public-output new-public.json")
        #expect(first.status == 0 && first.output.isEmpty && first.errors.isEmpty)
        #expect(try folder.permissions(of: "new.json") == 0o600)
        let (key, publicKey) = (try folder.read("new.json"), try folder.read("new-public.json"))
        #expect(publicKey.contains("\"n\"") && !publicKey.contains("\"p\""))
        for output in ["new.json", "other.json --public-output new-public.json"] {
            let again = try blindscore("keygen --bits 2048 --output \(output)")
            #expect(again.isOneSentence(status: 73, naming: "exists already"))
        }
        #expect(try folder.read("new.json") == key)
        #expect(try folder.read("new-public.json") == publicKey)
        #expect(try !folder.names.contains("other.json"))
    }

    @Test("An interrupted key generation leaves nothing behind")
    func interruptedKeygen() throws {
        let before = try folder.names
        let run = try CommandRun.Started(
            CommandRun.blindscorePath, ["keygen", "--bits", "4096", "--output", "new.json"], in: folder)
        while try folder.names == before, run.isRunning { Thread.sleep(forTimeInterval: 0.005) }
        run.signal(SIGINT)
        #expect(try run.finish().status == 130)
        #expect(try folder.names == before)
    }

    @Test("Inspect says what each file is and gives no secret away")
    func inspect() throws {
        for (file, word) in [
            ("model.json", "model"), ("contract.json", "contract"), ("key.json", "private key"),
            ("public.json", "public key"),
            ("data.json", "request"), ("answer.json", "answer"),
        ] {
            let run = try blindscore("inspect \(file)")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains(word), "\(run.output)")
            #expect(!run.output.contains("2.25") && !run.output.contains("11.5"))
        }
        let run = try blindscore("inspect rows.csv")
        #expect(run.isOneSentence(status: 65, naming: "rows.csv"))
    }
}
