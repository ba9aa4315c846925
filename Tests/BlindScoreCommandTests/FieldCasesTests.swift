// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The inputs in `Cases` and further ones of the same kinds, each through the built command.
@Suite("Files as people have them")
struct FieldCasesTests {
    let folder: Workspace
    private static let source = URL(filePath: #filePath).deletingLastPathComponent()

    init() throws {
        folder = try Workspace()
        for name in ["toy-model.json", "own-custkeys.json", "own-native-key.json"] { try bring(name) }
    }

    private func bring(_ name: String) throws {
        let content = try Data(contentsOf: Self.source.appending(path: "Cases/\(name)"))
        try folder.write([UInt8](content), to: name)
    }

    private func succeed(_ arguments: [String]) throws -> CommandRun {
        let run = try CommandRun.blindscore(arguments, in: folder)
        guard run.status == 0 else {
            throw CommandRun.ProgramFailed(name: arguments.joined(separator: " "), errors: run.errors)
        }
        return run
    }

    private func succeed(_ line: String) throws -> CommandRun {
        try succeed(line.split(separator: " ").map(String.init))
    }

    // MARK: Tables to train on

    /// A table with its exact fit: `Vectors/make_field_cases.py`.
    struct Fit: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        /// The table; nil for a file of `Cases`.
        let table: String?
        let target: String
        /// The features that training should find.
        let features: [String]
        let options: [String]
        /// The most that a prediction may be off, as a fraction of the fitted values' spread.
        let limit: Double
        /// What training should say on standard error, if anything.
        let notes: [String]
        let coefficients: [Double]
        let fitted: [Double]

        var testDescription: String { name }

        static let all: [Fit] = {
            do {
                let file = source.appending(path: "Vectors/field_cases.json")
                let cases = try JSONDecoder().decode([Fit].self, from: Data(contentsOf: file))
                print("vectors: field cases \(cases.count)")
                return cases
            } catch {
                fatalError("field_cases.json: \(error)")
            }
        }()
    }

    @Test(
        "Trained and scored on ciphertexts, a table gives its fitted values within the error that decrypt states",
        arguments: Fit.all)
    func fit(_ fit: Fit) throws {
        if let table = fit.table {
            try folder.write(table, to: "\(fit.name).csv")
        } else {
            try bring("\(fit.name).csv")
        }
        let training = try succeed(
            ["train", "--data", "\(fit.name).csv", "--target", fit.target, "--output", "model.json"] + fit.options)
        for note in fit.notes { #expect(training.errors.contains(note), "\(training.errors)") }
        let model = try PlainModel(folder.read("model.json"))
        #expect(model.featureNames == fit.features)
        _ = try succeed("contract --model model.json --output contract.json")
        _ = try succeed(
            "encrypt --key own-native-key.json --contract contract.json --input \(fit.name).csv --output request.bin")
        _ = try succeed("score --model model.json --input request.bin --output answer.bin")
        let run = try succeed(
            "decrypt --key own-native-key.json --contract contract.json --input answer.bin --request request.bin --with-error"
        )
        let rows = Table(run.output).rows.map { $0.map { Double($0) ?? .nan } }
        #expect(rows.count == fit.fitted.count)
        let spread = (fit.fitted.max() ?? 0) - (fit.fitted.min() ?? 0)
        // Of many rows that are wrong one is enough to see it.
        let worst = zip(rows, fit.fitted).max { abs($0.0[0] - $0.1) < abs($1.0[0] - $1.1) }
        let (row, fitted) = try #require(worst)
        #expect(abs(row[0] - fitted) <= fit.limit * spread, "\(row[0]) ± \(row[1]), not \(fitted)")
        let beyond = zip(rows, fit.fitted).filter { abs($0[0] - $1) > $0[1] }
        #expect(beyond.isEmpty, "\(beyond.count) rows beyond their errors, such as \(beyond.prefix(1))")
        #expect(!run.errors.contains("four times their maximum error"))
        #expect(!run.errors.contains("outside"))
    }

    @Test(
        "A line through the origin has the slopes of the exact fit",
        arguments: Fit.all.filter { $0.options == ["--no-intercept"] })
    func slopes(_ fit: Fit) throws {
        if let table = fit.table {
            try folder.write(table, to: "\(fit.name).csv")
        } else {
            try bring("\(fit.name).csv")
        }
        _ = try succeed(
            ["train", "--data", "\(fit.name).csv", "--target", fit.target, "--output", "model.json"] + fit.options)
        let output = try #require(try PlainModel(folder.read("model.json")).outputs.first)
        #expect(output.intercept == 0)
        for (ours, exact) in zip(output.coefficients, fit.coefficients) {
            #expect(abs(ours - exact) <= 1e-13 * abs(exact), "\(ours), not \(exact)")
        }
    }

    // MARK: Tables to score

    /// A table for the model `y = 1.5 + 2a − 0.25b`.
    struct Reading: Sendable, CustomTestStringConvertible {
        let name: String
        /// The table; nil for a file of `Cases`.
        var table: String?
        var options: [String] = []
        /// The right predictions; nil for a refusal.
        var predictions: [Double]?
        /// What a refusal says.
        var message = ""

        var testDescription: String { ([name] + options).joined(separator: " ") }

        static let all = [
            Reading(name: "C-spaces", predictions: [3, 6.5]),
            Reading(name: "C-semi", options: ["--decimal", ","], predictions: [4]),
            Reading(name: "C-semi", message: "--decimal"),
            Reading(name: "tabs", table: "a\tb\n1.5\t2\n", predictions: [4]),
            Reading(name: "sep-line", table: "sep=;\r\na;b\r\n1.5;2\r\n", predictions: [4]),
            Reading(name: "trailing", table: "a;b;\n1,5;2;\n;;\n", options: ["--decimal", ","], predictions: [4]),
            Reading(name: "two-marks", table: "\u{FEFF}\u{FEFF}a,b\n1.5,2\n", predictions: [4]),
            Reading(name: "blanks", table: " b , a \n\n 2 , 1.5 \n,\n", predictions: [4]),
            Reading(
                name: "quoted-comma", table: "a,b\n\"1,5\",\"2,0\"\n", options: ["--decimal", ","], predictions: [4]),
            Reading(name: "bars", table: "a|b\n1.5|2\n", options: ["--delimiter", "|"], predictions: [4]),
            Reading(name: "bars", table: "a|b\n1.5|2\n", message: "--delimiter"),
        ]
    }

    @Test("A table is read, or refused for the true reason with the option that helps", arguments: Reading.all)
    func reading(_ reading: Reading) throws {
        if let table = reading.table {
            try folder.write(table, to: "\(reading.name).csv")
        } else {
            try bring("\(reading.name).csv")
        }
        _ = try succeed("contract --model toy-model.json --output contract.json")
        let arguments =
            [
                "encrypt", "--key", "own-native-key.json", "--contract", "contract.json", "--input",
                "\(reading.name).csv",
            ]
            + ["--output", "request.bin"] + reading.options
        guard let predictions = reading.predictions else {
            let run = try CommandRun.blindscore(arguments, in: folder)
            #expect(run.isOneSentence(status: 65, naming: reading.message), "\(run.status) \(run.errors)")
            return
        }
        _ = try succeed(arguments)
        _ = try succeed("score --model toy-model.json --input request.bin --output answer.bin")
        let run = try succeed(
            "decrypt --key own-native-key.json --contract contract.json --input answer.bin --with-error")
        let rows = Table(run.output).rows.map { $0.map { Double($0) ?? .nan } }
        #expect(rows.count == predictions.count)
        for (row, right) in zip(rows, predictions) { #expect(abs(row[0] - right) <= row[1] && row[1] < 1e-2) }
    }

    // MARK: python-paillier

    /// A request of one row for the model `y = 1.5 + 2a − 0.25b`, changed as programs differ.
    enum Dialect: String, CaseIterable {
        case asIs, twice, quotedExponents, bareCiphertexts, furtherMembers

        func apply(to text: String) throws -> String {
            switch self {
            case .asIs: text
            case .twice: String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
            case .quotedExponents: text.replacing(/(", *)(-?\d+)\]/, with: { "\($0.1)\"\($0.2)\"]" })
            case .bareCiphertexts: text.replacing(/\["(\d+)"/, with: { "[\($0.1)" })
            case .furtherMembers:
                text.replacing("{\"public_key\"", with: #"{"comment": ["of", {"the": "program"}], "public_key""#)
            }
        }
    }

    @Test(
        "Requests of python-paillier programs are answered, however they write them",
        arguments: ["F4-phe-docs-g-and-n", "F4-phe-n-as-string", "F4-phe-extra-member"], Dialect.allCases)
    func request(_ name: String, _ dialect: Dialect) throws {
        try bring("\(name).json")
        let text = try folder.read("\(name).json")
        let changed = try dialect.apply(to: text)
        #expect((changed == text) == (dialect == .asIs))
        try folder.write(changed, to: "request.json")
        _ = try succeed("score --model toy-model.json --input request.json --output answer.json")
        let run = try succeed("decrypt --key own-custkeys.json --input answer.json")
        let prediction = try #require(Table(run.output).rows.first.flatMap { Double($0[0]) })
        // What the format's exponents round: 10^−10 of the output's range twice, which is 450 wide.
        #expect(abs(prediction - 16.375) <= 2e-10 * 450)
    }

    @Test("A very small number with a very small exponent is decrypted")
    func exponent() throws {
        try bring("F5-exponent-269.json")
        let run = try succeed("number decrypt --key own-custkeys.json F5-exponent-269.json")
        #expect(Double(run.output.trimmingCharacters(in: .whitespacesAndNewlines)) == 2.4570058129996457e-10)
    }

    // MARK: scikit-learn

    private func python(_ script: String) throws -> [String] {
        let cases = Self.source.appending(path: "Cases").path
        let examples = Self.source.appending(path: "../../Examples").path
        let run = try CommandRun.shell("PYTHONPATH='\(examples)' python3 -B '\(cases)/\(script)'", in: folder)
        guard run.status == 0 else { throw CommandRun.ProgramFailed(name: script, errors: run.errors) }
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test("A model's columns go by their names, whatever the order, and other names are refused")
    func columnOrder() throws {
        let lines = try python("F2-column-order.py")
        let right = "age 0.500000, dose 1.500000"
        #expect(
            lines.count == 3 && [right, "refused"].contains(lines[0]) && lines[1] == right && lines[2] == "refused")
    }

    @Test("A multinomial model of two classes has scikit-learn's probabilities")
    func multinomial() throws {
        let lines = try python("F3-multinomial-binary.py").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 8 && lines.allSatisfy { $0.count == 2 && $0[0] == $0[1] }, "\(lines)")
    }
}
