// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Round trips of the native protocol")
struct NativeRoundTripTests {
    let folder: Workspace

    init() throws { folder = try NativeScenario.folder() }

    private func blindscore(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    private func succeed(_ lines: String...) throws {
        for line in lines {
            let run = try blindscore(line)
            guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
        }
    }

    /// What the plan proves for outputs from −5 to 5 and an accuracy of 1e-6, half of the sixth decimal, and 1e-12 for this
    /// test's own sums.
    private static let bound = 10 * (1e-6 + 0x1p-50) + 0.5e-6 + 1e-12

    /// Whether predictions are those of the model, row by row, before its links.
    private func check(_ text: String, _ rows: [[String]], _ model: String = NativeScenario.model()) throws {
        let model = try PlainModel(model)
        let table = Table(text)
        #expect(table.header == model.outputs.map(\.name))
        #expect(table.rows.count == rows.count)
        for (index, (predictions, row)) in zip(table.rows, rows).enumerated() {
            for (prediction, output) in zip(predictions, model.outputs) {
                let difference = abs((Double(prediction) ?? .nan) - output.predict(row))
                #expect(difference <= Self.bound, "row \(index + 1): \(difference)")
            }
        }
    }

    @Test(
        "Predictions lie within the proved error and in order, whatever the number of rows and the encoding",
        arguments: [1, NativeScenario.groupRowCount, NativeScenario.groupRowCount + 1, 1000],
        ["request.bin", "request.json", "request.bin --compact"])
    func rows(_ count: Int, _ output: String) throws {
        let rows = NativeScenario.rows(count)
        try folder.write(NativeScenario.table(rows), to: "rows.csv")
        let request = String(output.split(separator: " ")[0])
        let answer = request.replacing("request", with: "new-answer")
        try succeed(
            "encrypt --key key.json --contract contract.json --input rows.csv --output \(output)",
            "score --model model.json --input \(request) --output \(answer) --native-only",
            "decrypt --key key.json --contract contract.json --input \(answer) --output predictions.csv")
        try check(folder.read("predictions.csv"), rows)
        #expect(try (folder.bytes(request)[0] == UInt8(ascii: "{")) == request.hasSuffix(".json"))
        #expect(try (folder.bytes(answer)[0] == UInt8(ascii: "{")) == request.hasSuffix(".json"))
        let groups = (count - 1) / NativeScenario.groupRowCount + 1
        let inspection = try blindscore("inspect \(request)")
        #expect(inspection.output.contains("groups        \(groups)\n"), "\(inspection.output)")
        #expect(inspection.output.contains("rows          \(count == 1000 ? "1,000" : "\(count)")\n"))
    }

    @Test("Three commands in one pipe", arguments: ["binary", "json"], ["", " --compact"])
    func pipes(_ encoding: String, _ option: String) throws {
        let run = try CommandRun.shell(
            """
            blindscore encrypt --key key.json --contract contract.json --input - --output - --encoding \(encoding)\(option) < rows.csv |
            blindscore score --model model.json --input - --output - --encoding \(encoding) |
            blindscore decrypt --key key.json --contract contract.json --input -
            """, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        for line in ["97 rows encrypted", "97 rows decrypted"] { #expect(run.errors.contains(line), "\(run.errors)") }
        try check(run.output, NativeScenario.rows(NativeScenario.rowCount))
    }

    @Test("The public half of the key encrypts as well")
    func publicKey() throws {
        let rows = NativeScenario.rows(3)
        try folder.write(NativeScenario.table(rows), to: "rows.csv")
        try succeed(
            "encrypt --key public.json --contract contract.json --input rows.csv --output new.bin",
            "score --model model.json --input new.bin --output new-answer.bin",
            "decrypt --key key.json --contract contract.json --input new-answer.bin --output new.csv")
        try check(folder.read("new.csv"), rows)
    }

    @Test("Keys of python-paillier programs serve their owner", arguments: ["pheutil.json", "custkeys.json"])
    func pythonKeys(_ name: String) throws {
        let key = KeyFiles("phe-2048")
        try folder.write(name == "pheutil.json" ? key.privateKey : key.classroomKeys, to: name)
        try succeed(
            "encrypt --key \(name) --contract contract.json --input rows.csv --row 2 --output new.bin",
            "score --model model.json --input new.bin --output new-answer.bin",
            "decrypt --key \(name) --contract contract.json --input new-answer.bin --output new.csv")
        try check(folder.read("new.csv"), [NativeScenario.rows(2)[1]])
    }

    @Test(
        "Several outputs and their links, one row to a ciphertext or many",
        arguments: [["logistic", "exp", "identity"], ["softmax", "softmax", "softmax"]], [1, 20])
    func links(_ links: [String], _ count: Int) throws {
        let model = NativeScenario.model(links: links)
        let rows = NativeScenario.rows(count)
        try folder.write(model, to: "model.json")
        try folder.write(NativeScenario.table(rows), to: "rows.csv")
        try succeed(
            "contract --model model.json --output contract.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --output new.bin",
            "score --model model.json --input new.bin --output new-answer.bin",
            "decrypt --key key.json --contract contract.json --input new-answer.bin --output new.csv")
        let outputs = try PlainModel(model).outputs
        let table = try Table(folder.read("new.csv"))
        #expect(table.rows.count == count)
        for (predictions, row) in zip(table.rows, rows) {
            let plain = outputs.map { $0.predict(row) }
            let sum = plain.reduce(0) { $0 + exp($1) }
            for (index, link) in links.enumerated() {
                let expected =
                    switch link {
                    case "logistic": 1 / (1 + exp(-plain[index]))
                    case "exp": exp(plain[index])
                    case "softmax": exp(plain[index]) / sum
                    default: plain[index]
                    }
                // Of all links exp alone magnifies an error, by its own value.
                let bound = Self.bound * max(1, 1.001 * exp(plain[index]))
                #expect(abs((Double(predictions[index]) ?? .nan) - expected) <= bound)
            }
        }
    }

    @Test("A chosen row is the one that is encrypted")
    func row() throws {
        try succeed(
            "encrypt --key key.json --contract contract.json --input rows.csv --row 3 --output new.bin",
            "score --model model.json --input new.bin --output new-answer.bin",
            "decrypt --key key.json --contract contract.json --input new-answer.bin --output new.csv")
        try check(folder.read("new.csv"), [NativeScenario.rows(3)[2]])
        let beyond = try blindscore(
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1000 --output beyond.bin")
        #expect(beyond.isOneSentence(status: 65, naming: "rows.csv"), "\(beyond.errors)")
        #expect(try !folder.names.contains("beyond.bin"))
    }

    @Test("Clamping moves values to the ends of their ranges and says so without a value")
    func clamp() throws {
        try folder.write("sleep,phq9,note\n4,99,a\n-3,13,b\n5,6,c\n", to: "rows.csv")
        let run = try blindscore(
            "encrypt --key key.json --contract contract.json --input rows.csv --out-of-range clamp --output new.bin")
        #expect(run.status == 0)
        #expect(run.errors.contains("2 rows") && run.errors.contains("phq9") && run.errors.contains("sleep"))
        #expect(run.errors.contains("note") && !run.errors.contains("99") && !run.errors.contains("-3"))
        try succeed(
            "score --model model.json --input new.bin --output new-answer.bin",
            "decrypt --key key.json --contract contract.json --input new-answer.bin --output new.csv")
        try check(folder.read("new.csv"), [["27", "4"], ["13", "0"], ["6", "5"]])
    }

    @Test("Two scores of one request are different ciphertexts of equal predictions")
    func fresh() throws {
        try succeed("score --model model.json --input request.bin --output new-answer.bin")
        let answers = try ["answer.bin", "new-answer.bin"].map { try BinaryStream(folder.bytes($0)).messages }
        #expect(answers.map(\.count) == [5, 5])
        for (one, two) in zip(answers[0], answers[1]).dropFirst().prefix(3) { #expect(one.content != two.content) }
        for name in ["answer.bin", "new-answer.bin"] {
            let run = try blindscore("decrypt --key key.json --contract contract.json --input \(name)")
            try check(run.output, NativeScenario.rows(NativeScenario.rowCount))
        }
    }

    @Test("Two requests of one table are different ciphertexts")
    func freshRequests() throws {
        try succeed("encrypt --key key.json --contract contract.json --input rows.csv --output new.bin")
        let requests = try ["request.bin", "new.bin"].map { try BinaryStream(folder.bytes($0)).messages }
        // Their headers differ by the request's id, and so by the binding.
        #expect(requests[0][0].content.count == requests[1][0].content.count)
        #expect(requests[0][0].content != requests[1][0].content)
        for (one, two) in zip(requests[0], requests[1]).dropFirst().prefix(3) { #expect(one.content != two.content) }
    }

    @Test("10,000 rows of ten features take the bytes that are promised")
    func size() throws {
        try succeed(
            "dataset --rows 10000 --seed 3 --output patients.csv")
        // No training, which may choose headroom: what is promised holds without it.
        let features = try folder.read("patients.features.json").replacing(/,\s*"target"\s*:\s*\{[^}]*\}/, with: "")
        let count = features.matches(of: /"minimum"/).count
        try folder.write(
            features.trimmingCharacters(in: .whitespacesAndNewlines).dropLast() + """
                , "name": "risk", "version": 1, "outputs": [{"name": "relapse_risk", "unit": "%", "link": "identity",
                "intercept": 1, "coefficients": \(Array(repeating: 0.25, count: count))}]}
                """, to: "model.json")
        try succeed(
            "contract --model model.json --output contract.json",
            "encrypt --key key.json --contract contract.json --input patients.csv --output new.bin",
            "score --model model.json --input new.bin --output new-answer.bin",
            "encrypt --key key.json --contract contract.json --input patients.csv --compact --output new-compact.bin")
        #expect(try folder.bytes("new.bin").count <= 117 * 10_000)
        #expect(try folder.bytes("new-compact.bin").count <= 60 * 10_000)
        #expect(try folder.bytes("new-answer.bin").count <= 12 * 10_000)
        let contract = try blindscore("contract --model model.json --output contract.json")
        #expect(contract.errors.contains("information: 20 bits"), "\(contract.errors)")
    }

    @Test("Contract and inspect show one plan, and inspect what a request or answer says of itself")
    func inspect() throws {
        let contract = try blindscore("contract --model model.json --output contract.json").errors
        let inspection = try blindscore("inspect contract.json").output
        for fact in ["42 bits wide; 48, 73, 97 rows", "20 bits of the model", "y0 1.001e-05 %"] {
            #expect(contract.contains(fact) && inspection.contains(fact), "\(fact) \(contract) \(inspection)")
        }
        let id = try #require(inspection.firstMatch(of: /contract id +([0-9a-f]{64})/)).1
        let key = try #require(try blindscore("inspect public.json").output.firstMatch(of: /key id +([0-9a-f]{64})/)).1
        for (file, kind, layout) in [
            ("request.bin", "a request, binary", "in full"), ("request.json", "a request\n", "in full"),
            ("compact.bin", "a request, binary", "in half"), ("answer.bin", "an answer, binary", "in full"),
            ("answer.json", "an answer\n", "in full"),
        ] {
            let run = try blindscore("inspect \(file)")
            #expect(run.status == 0, "\(run.errors)")
            for fact in [kind, layout, String(id), String(key), "rows          97", "groups        3"] {
                #expect(run.output.contains(fact), "\(file): \(fact)")
            }
            #expect(run.output.contains("key proof     valid") == !file.hasPrefix("answer"))
        }
        #expect(try blindscore("inspect key.json").output.contains("key proof     valid"))
        try folder.write(Scenario.key.publicKey, to: "python.json")
        #expect(try blindscore("inspect python.json").output.contains("key proof     none"))
    }
}
