// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Tables as people have them")
struct EncryptTableTests {
    let folder: Workspace

    init() throws { folder = try NativeScenario.folder() }

    private func blindscore(_ line: String, _ more: [String] = []) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init) + more, in: folder)
    }

    private func encrypt(_ options: [String] = [], format: String = "native") throws -> CommandRun {
        try blindscore(
            "encrypt --key key.json --contract contract.json --input table.csv --format \(format) --output new.bin",
            options)
    }

    /// Encrypts, scores and decrypts `table.csv`.
    private func predictions(_ options: [String]) throws -> [[Double]] {
        let run = try encrypt(options)
        guard run.status == 0 else { throw CommandRun.ProgramFailed(name: "encrypt", errors: run.errors) }
        #expect(run.output.isEmpty)
        let score = try blindscore("score --model model.json --input new.bin --output answer.bin")
        #expect(score.status == 0, "\(score.errors)")
        let answer = try blindscore("decrypt --key key.json --contract contract.json --input answer.bin")
        return Table(answer.output).rows.map { $0.map { Double($0) ?? .nan } }
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let options: [String]
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ options: String...) {
            (self.name, self.text, self.options) = (name, text, options)
        }
    }

    /// Each holds 3.25, 4 and 27, 0.5.
    static let tables = [
        Example("plain", "phq9,sleep\n3.25,4\n27,0.5\n"),
        Example("semicolons", "phq9;sleep\n3.25;4\n27;0.5\n"),
        Example("tabs", "sleep\tphq9\n4\t3.25\n0.5\t27\n"),
        Example(
            "Excel in German", "\u{FEFF}Name;phq9;sleep\r\nMüller, A.;3,25;4\r\nMaier;27;0,5\r\n", "--decimal", ","),
        Example(
            "Excel in French, empty rows at the end", "phq9;sleep;\r\n3,25;4;\r\n27;0,5;\r\n;;\r\n;;\r\n", "--decimal",
            ","),
        Example("a line that names the separator", "sep=;\r\nphq9;sleep\r\n3.25;4\r\n27;0.5\r\n"),
        Example("such a line before tabs", "sep=\t\r\nphq9\tsleep\r\n3.25\t4\r\n27\t0.5\r\n"),
        Example("a separator that must be named", "phq9|sleep\n3.25|4\n27|0.5\n", "--delimiter", "|"),
        Example("spaces as separators", "phq9 sleep\n3.25 4\n27 0.5\n", "--delimiter", " "),
        Example("tabs by name", "a;b\tphq9\tsleep\n1;2\t3.25\t4\n\t27\t0.5\n", "--delimiter", "tab"),
        Example("pandas with its index", ",phq9,sleep,drinks\n0,3.25,4.0,True\n1,27.0,0.5,\n"),
        Example("R's write.csv", "\"\",\"phq9\",\"sleep\"\n\"1\",3.25,4\n\"2\",27,0.5\n"),
        Example("R's write.csv2", "\"\";\"phq9\";\"sleep\"\n\"1\";3,25;4\n\"2\";27;0,5\n", "--decimal", ","),
        Example("decimal commas in quotation marks", "phq9,sleep\n\"3,25\",4\n27,\"0,5\"\n", "--decimal", ","),
        Example("spaces", "phq9, sleep\n3.25, 4\n 27 ,\t0.5 \n"),
        Example("spaces and quotation marks", "\"phq9\" , \"sleep\"\n\"3.25\", \"4\" \n 27, \"0.5\"\n"),
        Example("a separator at the end of every line", "phq9,sleep,\n3.25,4,\n27,0.5,\n"),
        Example("empty rows", "\n,\nphq9,sleep\n\n3.25,4\n,,,\n27,0.5\n \n"),
        Example("two byte order marks", "\u{FEFF}\u{FEFF}phq9,sleep\r\n3.25,4\r\n27,0.5\r\n"),
        Example("Python on Windows", "phq9,sleep\r\r\n3.25,4\r\r\n27,0.5\r\r\n"),
        Example(
            "a long cell in a column that is not wanted",
            "note,phq9,sleep\n\(String(repeating: "y", count: 1 << 20)),3.25,4\n,27,0.5\n"),
        Example(
            "16,384 columns",
            (0..<16_382).map { "c\($0)," }.joined() + "phq9,sleep\n"
                + String(repeating: "x,", count: 16_382) + "3.25,4\n" + String(repeating: ",", count: 16_382)
                + "27,0.5\n"),
    ]

    @Test("are read", arguments: tables)
    func reads(_ example: Example) throws {
        try folder.write(example.text, to: "table.csv")
        let predictions = try predictions(example.options)
        try #require(predictions.count == 2)
        for (prediction, right) in zip(predictions, [0.5 + (3.25 - 4) / 16, 0.5 + (27 - 0.5) / 16]) {
            #expect(abs(prediction[0] - right) < 1.2e-5)
        }
    }

    /// What is refused, and what the sentence must say.
    static let refusals: [(Example, [String])] = [
        (
            Example("decimal commas", "phq9;sleep\n3,25;4\n27;0,5\n"),
            ["line 2", "phq9", "line 3", "sleep", "--decimal ','"]
        ),
        (Example("a decimal point too many", "phq9;sleep\n3.25;4\n", "--decimal", ","), ["point", "--decimal ','"]),
        (
            Example("decimal commas between commas", "phq9,sleep\n3,25,4\n", "--decimal", ","),
            ["line 2", "quotation marks"]
        ),
        (Example("another separator", "phq9|sleep\n3|4\n"), ["one column", "‘|’", "--delimiter '|'"]),
        (Example("spaces", "phq9 sleep\n3 4\n"), ["one column", "a space", "--delimiter ' '"]),
        (Example("the wrong separator", "phq9;sleep\n3;4\n", "--delimiter", ","), ["one column", "‘;’"]),
        (Example("another case", "PHQ9,sleep\n3,4\n"), ["“phq9”", "“PHQ9”", "case"]),
        (Example("UTF-16", "p\u{0}h\u{0}q\u{0}9\u{0}"), ["UTF-16", "save it as UTF-8"]),
        (
            Example("missing values", "phq9,sleep\nNA,4\n3,\n#N/A,4\n"),
            ["lines 2, 4", "phq9", "line 3", "sleep", "ifMissing"]
        ),
        (
            Example("many faults", "phq9,sleep\n" + String(repeating: "x,99\n", count: 20)),
            ["lines 2, 3, 4, 5, 6", "and 30 more"]
        ),
    ]

    @Test("or refused with what is wrong and what helps", arguments: refusals)
    func refuses(_ example: Example, _ mentions: [String]) throws {
        try folder.write(example.text, to: "table.csv")
        for format in ["native", "phe"] {
            let run = try encrypt(example.options, format: format)
            #expect(run.isOneSentence(status: 65, naming: "table.csv"), "\(run.errors)")
            for mention in mentions { #expect(run.errors.contains(mention), "\(run.errors)") }
            #expect(try !folder.names.contains("new.bin"))
        }
    }

    static let model = """
        {"name": "risk", "version": 1, "accuracy": 1e-6,
         "features": [{"name": "age", "minimum": 0, "maximum": 120, "ifMissing": 40}, {"name": "smoker", "minimum": 0, "maximum": 1},
                      {"name": "site", "levels": ["north", "NA", "south"]}, {"name": "sex", "levels": ["f", "m"], "ifMissing": "m"}],
         "outputs": [{"name": "y", "link": "identity", "intercept": 1,
                      "coefficients": [0.5, 10, [0, 3, -2], [0, 7]]}]}
        """

    @Test("Categories, truth values and missing cells count as the contract says", arguments: [",", "."])
    func categories(_ decimal: String) throws {
        try folder.write(Self.model, to: "model.json")
        #expect(try blindscore("contract --model model.json --output contract.json").status == 0)
        let rows = "site;age;sex;smoker\nnorth;20.5;f;True\n south ;;m;FALSE\n\"NA\";nan;None;1\nNA;0;<NA>;false\n"
        try folder.write(rows.replacing("20.5", with: "20\(decimal)5"), to: "table.csv")
        let run = try encrypt(["--decimal", decimal])
        #expect(run.status == 0)
        #expect(run.errors.contains("in 3 rows missing") && run.errors.contains("“age”, “sex”"), "\(run.errors)")
        #expect(run.errors.contains("table.csv: 4 rows encrypted\n"))
        let rights = [1 + 10.25 + 10, 1 + 20 - 2 + 7, 1 + 20 + 10 + 3 + 7, 1 + 3 + 7]
        let predictions = try predictions(["--decimal", decimal])
        try #require(predictions.count == 4)
        for (prediction, right) in zip(predictions, rights) { #expect(abs(prediction[0] - right) < 1e-3) }

        for (cell, mention) in [("North", "levels"), ("", "ifMissing"), ("1", "levels"), ("na", "ifMissing")] {
            try folder.write("site,age,sex,smoker\n\(cell),20,f,1\n", to: "table.csv")
            for format in ["native", "phe"] {
                let run = try encrypt(["--out-of-range", "clamp"], format: format)
                #expect(run.isOneSentence(status: 65, naming: "line 2, column “site”"), "\(run.errors)")
                #expect(run.errors.contains(mention))
            }
        }
    }

    @Test("A category goes into python-paillier's format as well")
    func exchange() throws {
        try folder.write(Self.model, to: "model.json")
        try folder.write("site,age,sex,smoker\nsouth,20,f,true\n", to: "table.csv")
        #expect(try blindscore("contract --model model.json --output contract.json").status == 0)
        let run = try encrypt(format: "phe")
        #expect(run.status == 0 && run.errors == "blindscore: table.csv: 1 row encrypted\n", "\(run.errors)")
        #expect(try blindscore("score --model model.json --input new.bin --output answer.json").status == 0)
        let answer = try blindscore("decrypt --key key.json --contract contract.json --input answer.json")
        let value = try #require(Double(Table(answer.output).rows[0][0]))
        #expect(abs(value - (1 + 10 + 10 - 2)) < 1e-6)
    }
}
