// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The two programs of a classroom, `client.py` and `server.py`, each with `blindscore` on the other side.
@Suite("Exchange with python-paillier")
struct ExchangeTests {
    enum Source: String, CaseIterable, CustomTestStringConvertible {
        case ours
        case diabetes

        var target: String { self == .ours ? "relapse_risk" : "progression" }
        var testDescription: String { self == .ours ? "the synthetic data set" : "the diabetes data" }
    }

    private static let client = "Tests/BlindScoreCommandTests/PythonPaillier/client.py"
    private static let server = "Tests/BlindScoreCommandTests/PythonPaillier/server.py"

    /// A folder with a table, a trained model, its contract and keys.
    private func prepare(_ source: Source) throws -> (folder: Workspace, model: PlainModel, rows: [[String]]) {
        let folder = try Workspace()
        switch source {
        case .ours: try run("dataset --rows 300 --seed 7 --output table.csv", in: folder)
        case .diabetes: _ = try CommandRun.python("Examples/diabetes.py", ["table.csv"], in: folder)
        }
        try run("train --data table.csv --target \(source.target) --output model.json", in: folder)
        try run("contract --model model.json --output contract.json", in: folder)
        let model = try PlainModel(folder.read("model.json"))
        let rows = try Table(folder.read("table.csv")).columns(model.featureNames)
        return (folder, model, rows)
    }

    private func run(_ line: String, in folder: Workspace) throws {
        let run = try CommandRun.blindscore(line.split(separator: " ").map(String.init), in: folder)
        guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
    }

    /// Whether decrypted outputs are the model's predictions to 10⁻⁹ of the outputs' ranges.
    private func check(_ lines: [String], _ rows: [[String]], _ model: PlainModel, in folder: Workspace) throws {
        let ranges = try PlainContract(folder.read("contract.json")).outputs
        #expect(lines.count == rows.count)
        for (index, (line, row)) in zip(lines, rows).enumerated() {
            let values = line.split(separator: ",").map { Double($0) ?? .nan }
            #expect(values.count == model.outputs.count)
            for ((value, output), range) in zip(zip(values, model.outputs), ranges) {
                let difference = abs(value - output.predict(row)) / range.width
                #expect(difference <= 1e-9, "row \(index + 1): \(value), not \(output.predict(row))")
            }
        }
    }

    @Test("A prediction outside the contract's range is reported")
    func outside() throws {
        let folder = try Workspace()
        try folder.write(NativeScenario.model(), to: "model.json")
        try run("contract --model model.json --output contract.json", in: folder)
        try folder.write(KeyFiles("phe-2048").privateKey, to: "key.json")
        let n = KeyFixture.named("phe-2048").n.value
        for (prediction, warns) in [("5", false), ("-5.5", true)] {
            let number = try CommandRun.blindscore(
                ["number", "encrypt", "--key", "key.json", "--", prediction], in: folder)
            let parts = try #require(number.output.firstMatch(of: #/"v": "(\d+)", "e": (-?\d+)/#))
            try folder.write(#"{"pubkey": {"n": \#(n)}, "values": ["\#(parts.1)", \#(parts.2)]}"#, to: "answer.json")
            let run = try CommandRun.blindscore(
                ["decrypt", "--key", "key.json", "--contract", "contract.json", "--input", "answer.json"], in: folder)
            #expect(run.status == 0 && run.output == "y0\n\(prediction)\n")
            #expect(run.errors.hasPrefix("blindscore: answer.json: 1 row decrypted\n"))
            #expect(run.errors.contains("outside the range that the contract declares: “y0”") == warns, "\(run.errors)")
        }
    }

    @Test("The classroom client's requests are scored and its key decrypts the predictions", arguments: Source.allCases)
    func classroomClient(_ source: Source) throws {
        let (folder, model, allRows) = try prepare(source)
        let rows = source == .diabetes ? allRows : Array(allRows.prefix(25))
        #expect(source == .ours || rows.count == 442)
        try folder.write(KeyFiles("phe-2048").classroomKeys, to: "custkeys.json")
        try folder.write(Table.text(model.featureNames, rows), to: "rows.csv")
        _ = try CommandRun.python(Self.client, ["encrypt", "custkeys.json", "rows.csv", "data-{}.json"], in: folder)
        for row in 1...rows.count {
            try run("score --model model.json --input data-\(row).json --output answer-\(row).json", in: folder)
        }
        let answers = try CommandRun.python(
            Self.client, ["decrypt", "custkeys.json", "answer-{}.json", "\(rows.count)"], in: folder)
        try check(answers.split(separator: "\n").map(String.init), rows, model, in: folder)
    }

    @Test(
        "Our requests are answered by the classroom server and we decrypt the predictions", arguments: Source.allCases)
    func classroomServer(_ source: Source) throws {
        let (folder, model, allRows) = try prepare(source)
        let rows = Array(allRows.prefix(25))
        try folder.write(Scenario.key.privateKey, to: "key.json")
        for row in 1...rows.count {
            try run(
                "encrypt --key key.json --contract contract.json --input table.csv --row \(row) --format phe --output data-\(row).json",
                in: folder)
        }
        _ = try CommandRun.python(
            Self.server, ["model.json", "data-{}.json", "answer-{}.json", "\(rows.count)"], in: folder)
        var lines: [String] = []
        for row in 1...rows.count {
            let run = try CommandRun.blindscore(
                ["decrypt", "--key", "key.json", "--contract", "contract.json", "--input", "answer-\(row).json"],
                in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let printed = run.output.split(separator: "\n").map(String.init)
            #expect(printed.count == 2 && printed.first == model.outputs.map(\.name).joined(separator: ","))
            lines += printed.dropFirst()
        }
        try check(lines, rows, model, in: folder)
    }

    @Test("Both of our own sides together, from the classroom's key file", arguments: Source.allCases)
    func ourselves(_ source: Source) throws {
        let (folder, model, allRows) = try prepare(source)
        let rows = Array(allRows.prefix(5))
        try folder.write(KeyFiles("phe-2048").classroomKeys, to: "custkeys.json")
        var lines: [String] = []
        for row in 1...rows.count {
            let run = try CommandRun.shell(
                "blindscore encrypt --key custkeys.json --contract contract.json --input table.csv --row \(row) --format phe --output - "
                    + "| blindscore score --model model.json --input - --output - "
                    + "| blindscore decrypt --key custkeys.json --input -", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let printed = run.output.split(separator: "\n").map(String.init)
            #expect(printed.first == "output_1")
            lines += printed.dropFirst()
        }
        try check(lines, rows, model, in: folder)
    }

    @Test("A request that is encoded once is scored like one that is encoded twice")
    func encodedOnce() throws {
        let folder = try Scenario.folder()
        let model = try PlainModel(Scenario.model)
        let row = ["13", "7.5"]
        try folder.write(KeyFiles("phe-2048").classroomKeys, to: "custkeys.json")
        try folder.write(Table.text(model.featureNames, [row]), to: "row.csv")
        _ = try CommandRun.python(
            Self.client, ["encrypt", "custkeys.json", "row.csv", "data.json", "--once"], in: folder)
        try run("score --model model.json --input data.json --output answer.json", in: folder)
        let answer = try CommandRun.python(Self.client, ["decrypt", "custkeys.json", "answer.json", "1"], in: folder)
        try check([answer.trimmingCharacters(in: .newlines)], [row], model, in: folder)
    }

    @Test("A model with several outputs answers with a list of pairs, both ways")
    func severalOutputs() throws {
        let folder = try Scenario.folder()
        let second = """
            , {"name": "visits", "unit": "", "link": "identity", "minimum": -40, "maximum": 40, "intercept": -3, "coefficients": [0.125, 1]}]}
            """
        let text = Scenario.model.replacing("]}]\n", with: "]}").replacing(
            "[2.25, -0.7]}]}", with: "[2.25, -0.7]}" + second)
        try folder.write(text, to: "model.json")
        try run("contract --model model.json --output contract.json", in: folder)
        let model = try PlainModel(text)
        let row = ["13", "7.5"]
        try folder.write(KeyFiles("phe-2048").classroomKeys, to: "custkeys.json")
        try folder.write(Table.text(model.featureNames, [row]), to: "row.csv")
        _ = try CommandRun.python(Self.client, ["encrypt", "custkeys.json", "row.csv", "data.json"], in: folder)
        try run("score --model model.json --input data.json --output answer.json", in: folder)
        let ours = try CommandRun.python(Self.client, ["decrypt", "custkeys.json", "answer.json", "1"], in: folder)
        try check([ours.trimmingCharacters(in: .newlines)], [row], model, in: folder)

        _ = try CommandRun.python(Self.server, ["model.json", "data.json", "answer.json", "1"], in: folder)
        let run = try CommandRun.blindscore(
            ["decrypt", "--key", "custkeys.json", "--contract", "contract.json", "--input", "answer.json"], in: folder)
        #expect(run.output.hasPrefix("relapse_risk,visits\n"))
        try check([String(run.output.split(separator: "\n").last ?? "")], [row], model, in: folder)
    }
}
