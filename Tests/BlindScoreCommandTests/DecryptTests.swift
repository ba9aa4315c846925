// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What decrypt writes and says")
struct DecryptTests {
    let folder: Workspace

    init() throws { folder = try NativeScenario.folder() }

    private func blindscore(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    private static let decrypt = "decrypt --key key.json --contract contract.json --input answer.bin"

    /// Answers rows with a model of its own, and decrypts.
    private func decrypt(_ model: String, _ rows: [[String]], _ options: String = "") throws -> CommandRun {
        try folder.write(model, to: "model.json")
        try folder.write(NativeScenario.table(rows), to: "rows.csv")
        for line in [
            "contract --model model.json --output contract.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --output request.bin",
            "score --model model.json --input request.bin --output answer.bin",
        ] {
            let run = try blindscore(line)
            guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
        }
        let run = try blindscore(Self.decrypt + options)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    /// A model of one output with headroom: rows attain −84 to 54 and more than that of the range is never declared.
    private func model(headroom: Int, minimum: Double, maximum: Double, accuracy: String = "1e-6") -> String {
        """
        {"name": "risk", "version": 1, "accuracy": \(accuracy), "headroom": \(headroom),
         "features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
                      {"name": "sleep", "unit": "hours", "minimum": 0, "maximum": 12}],
         "outputs": [{"name": "y", "unit": "%", "link": "identity", "minimum": \(minimum), "maximum": \(maximum),
                      "intercept": 0, "coefficients": [2, -7]}]}
        """
    }

    @Test(
        "Predictions and decrypted numbers are their owner's alone, also where they replace a file that others may read"
    )
    func permissions() throws {
        for _ in 0..<2 {
            let run = try CommandRun.shell(
                "umask 022; blindscore \(Self.decrypt) --output predictions.csv && blindscore number encrypt --key key.json 1.5 --output number.json && blindscore number decrypt --key key.json number.json --output number.txt",
                in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try folder.permissions(of: "number.json") == 0o644)
            for name in ["predictions.csv", "number.txt"] {
                #expect(try folder.permissions(of: name) == 0o600)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: folder.url.appending(path: name).path)
            }
        }
    }

    /// A bound of 1.000…e-5: six decimals, and an error of that and half a millionth, rounded up.
    @Test("A number has one decimal beyond the first digit of its error, and its error beside it if asked")
    func decimals() throws {
        let plain = try Table(blindscore(Self.decrypt).output)
        #expect(plain.header == ["y0"] && plain.rows.count == NativeScenario.rowCount)
        #expect(plain.rows.allSatisfy { $0[0].wholeMatch(of: /-?\d\.\d{6}/) != nil && $0[0] != "-0.000000" })
        let errors = try Table(blindscore(Self.decrypt + " --with-error").output)
        #expect(errors.header == ["y0", "y0_error"])
        #expect(errors.rows.map { $0[0] } == plain.rows.map { $0[0] } && errors.rows.allSatisfy { $0[1] == "1.1e-05" })
        let full = try Table(blindscore(Self.decrypt + " --digits full --with-error").output)
        #expect(full.rows.contains { $0[0].count > 12 } && full.rows.allSatisfy { $0[1] == "1.1e-05" })
        for (short, long) in zip(plain.rows, full.rows) {
            let (short, long) = (try #require(Double(short[0])), try #require(Double(long[0])))
            #expect(abs(short - long) <= 0.5000001e-6 && "\(long)".count >= "\(short)".count)
        }
    }

    @Test(
        "Every prediction lies within the error that is written beside it, after every link",
        arguments: [["logistic", "exp", "identity"], ["softmax", "softmax", "softmax"], ["exp", "exp"]], [1, 48])
    func errors(_ links: [String], _ count: Int) throws {
        let (text, rows) = (NativeScenario.model(links: links), NativeScenario.rows(count))
        let run = try decrypt(text, rows, " --with-error")
        let (model, table) = (try PlainModel(text), Table(run.output))
        #expect(table.header == links.indices.map { "y\($0)" } + links.indices.map { "y\($0)_error" })
        #expect(table.rows.count == count)
        for (cells, row) in zip(table.rows, rows) {
            let plain = model.outputs.map { $0.predict(row) }
            let sum = plain.reduce(0) { $0 + exp($1) }
            for (index, link) in links.enumerated() {
                let exact =
                    switch link {
                    case "logistic": 1 / (1 + exp(-plain[index]))
                    case "exp": exp(plain[index])
                    case "softmax": exp(plain[index]) / sum
                    default: plain[index]
                    }
                let (value, error) = (Double(cells[index]) ?? .nan, Double(cells[links.count + index]) ?? .nan)
                #expect(abs(value - exact) <= error, "\(link): \(value), not \(exact)")
                // The predictor's error times the link's slope, and half of a decimal that is worth a tenth of it.
                let slope = link == "exp" ? exact : link == "identity" ? 1 : link == "logistic" ? exact : 2 * exact
                #expect(error <= 1.001e-5 * slope * 1.2, "\(link): \(error)")
            }
        }
        for (index, link) in links.enumerated() {
            let after = link == "identity" ? "%" : "%, before the link 1.001e-05"
            let line = try #require(run.errors.split(separator: "\n").first { $0.contains("error: y\(index) ") })
            #expect(line.hasSuffix(after), "\(line)")
        }
    }

    @Test("Rows are counted and the proved error is named, on standard error alone")
    func counts() throws {
        let run = try blindscore(Self.decrypt)
        #expect(run.errors == "blindscore: answer.bin: 97 rows decrypted\nblindscore: maximum error: y0 1.001e-05 %\n")
        let one = try decrypt(NativeScenario.model(), [["3", "4"]])
        #expect(one.errors.contains("answer.bin: 1 row decrypted\n"))
    }

    @Test("A column of errors that would be called like an output is refused before any work")
    func takenName() throws {
        let text = NativeScenario.model(links: ["identity", "identity"]).replacing("\"y1\"", with: "\"y0_error\"")
        #expect(try decrypt(text, [["3", "4"]]).output.hasPrefix("y0,y0_error\n"))
        let run = try blindscore(Self.decrypt + " --with-error --output new.csv")
        #expect(run.isOneSentence(status: 65, naming: "contract.json") && run.errors.contains("“y0”"), "\(run.errors)")
        #expect(try !folder.names.contains("new.csv"))
    }

    @Test("Predictions that their errors cover are warned of, and no others")
    func indistinct() throws {
        let warning = "within four times their maximum error of each other"
        let wide = model(headroom: 0, minimum: -1e9, maximum: 1e9)
        // The bound is 2,000, the rows attain 138.
        #expect(
            try decrypt(wide, [["0", "0"], ["27", "0"], ["0", "12"]]).errors.contains(
                "all 3 predictions of “y” are \(warning)"))
        #expect(try !decrypt(wide, [["27", "0"]]).errors.contains(warning))
        let narrow = model(headroom: 0, minimum: -84, maximum: 54)
        #expect(try decrypt(narrow, [["27", "0"], ["27", "0"]]).errors.contains(warning))
        #expect(try !decrypt(narrow, [["27", "0"], ["26.9", "0"]]).errors.contains(warning))
    }

    @Test("Rows outside the declared range are counted, and their predictions keep the error")
    func outside() throws {
        let rows = [["27", "0"], ["0", "12"], ["7", "2"], ["3.5", "1.25"]]
        let run = try decrypt(model(headroom: 7, minimum: -1, maximum: 1), rows, " --with-error")
        let values = Table(run.output).rows.map { $0.map { Double($0) ?? .nan } }
        for (value, exact) in zip(values, [54, -84, 0, -1.75]) {
            #expect(abs(value[0] - exact) <= value[1] && value[1] < 2.2e-6)
        }
        #expect(
            run.errors.contains("3 of 4 rows outside the range that the contract declares for “y”, -1 to 1"),
            "\(run.errors)")
        let inside = try decrypt(model(headroom: 0, minimum: -84, maximum: 54), [["27", "0"], ["0", "12"]])
        #expect(!inside.errors.contains("outside"))
    }

    @Test("Headroom is shown with what it costs, by contract and by inspect")
    func headroom() throws {
        _ = try decrypt(model(headroom: 7, minimum: -1, maximum: 1), [["0", "0"]])
        let contract = try blindscore("contract --model model.json --output contract.json").errors
        let inspection = try blindscore("inspect contract.json").output
        for fact in [
            "56 bits wide; 36, 54, 73 rows", "27 bits of the model",
            "7 bits: rows may have predictions in ranges up to 128 times as wide",
            "costs 7 of the bits of information and 14 bits of a slot (without it 48, 73, 97 rows)", "y 2.001e-06 %",
        ] {
            #expect(contract.contains(fact) && inspection.contains(fact), "\(fact) \(contract) \(inspection)")
        }
    }
}

@Suite("An answer names its request")
struct RequestIDTests {
    let folder: Workspace

    init() throws { folder = try NativeScenario.folder() }

    private func blindscore(_ line: String, input: String = "") throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder, input: input)
    }

    private static let decrypt = "decrypt --key key.json --contract contract.json"

    private func refuse(_ line: String, _ status: Int32, naming subject: String) throws {
        let before = try folder.names
        let run = try blindscore(line)
        #expect(run.isOneSentence(status: status, naming: subject), "\(line): \(run.status) \(run.errors)")
        #expect(try folder.names == before)
    }

    @Test("The answer to a request is accepted, in every encoding, and shows the request's id")
    func accepted() throws {
        for encoding in ["bin", "json"] {
            let run = try blindscore("\(Self.decrypt) --input answer.\(encoding) --request request.bin")
            #expect(run.status == 0 && Table(run.output).rows.count == NativeScenario.rowCount)
        }
        for request in ["request.json", "compact.bin"] {
            try succeed("score --model model.json --input \(request) --output new.bin")
            try succeed("\(Self.decrypt) --input new.bin --request \(request)")
        }
        let ids = try ["request.bin", "answer.bin", "answer.json", "request.json", "compact.bin"].map {
            try #require(try blindscore("inspect \($0)").output.firstMatch(of: /request id +([0-9a-f]{32})\n/)).1
        }
        #expect(ids[0] == ids[1] && ids[0] == ids[2] && Set(ids).count == 3)
    }

    private func succeed(_ line: String) throws {
        let run = try blindscore(line)
        guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
    }

    @Test("Two answers under one key and contract, exchanged for each other, are noticed")
    func exchanged() throws {
        try folder.write(NativeScenario.table([["27", "0"]]), to: "other.csv")
        try succeed("encrypt --key key.json --contract contract.json --input other.csv --output other.bin")
        try succeed("score --model model.json --input other.bin --output other-answer.bin")
        try succeed("\(Self.decrypt) --input answer.bin --request request.bin")
        try succeed("\(Self.decrypt) --input other-answer.bin --request other.bin")
        for (answer, request) in [
            ("answer.bin", "other.bin"), ("other-answer.bin", "request.bin"), ("answer.bin", "request.json"),
        ] {
            try refuse(
                "\(Self.decrypt) --input \(answer) --request \(request) --output new.csv", 78, naming: "another request"
            )
        }
        // Without the request nothing tells them apart.
        try succeed("\(Self.decrypt) --input other-answer.bin")
    }

    @Test("What is no request is refused")
    func others() throws {
        try succeed(
            "encrypt --key key.json --contract contract.json --input rows.csv --row 1 --format phe --output data.json")
        try succeed("score --model model.json --input data.json --output phe-answer.json")
        let tail = "--output new.csv"
        try refuse("\(Self.decrypt) --input answer.bin --request data.json \(tail)", 64, naming: "data.json")
        try refuse(
            "\(Self.decrypt) --input phe-answer.json --request request.bin \(tail)", 64, naming: "phe-answer.json")
        try refuse("\(Self.decrypt) --input phe-answer.json --with-error \(tail)", 64, naming: "phe-answer.json")
        try refuse("\(Self.decrypt) --input answer.bin --request answer.bin \(tail)", 65, naming: "expected a request")
        try refuse("\(Self.decrypt) --input answer.bin --request rows.csv \(tail)", 65, naming: "rows.csv")
        try refuse("\(Self.decrypt) --input answer.bin --request none.bin \(tail)", 66, naming: "none.bin")
        try refuse(
            "\(Self.decrypt) --input answer.bin --request request.bin --output request.bin", 64, naming: "overwritten")
        // Only the header counts, so a request that is cut behind it serves as well.
        try folder.write(Array(folder.bytes("request.bin").prefix(6000)), to: "head.bin")
        try succeed("\(Self.decrypt) --input answer.bin --request head.bin")
    }
}
