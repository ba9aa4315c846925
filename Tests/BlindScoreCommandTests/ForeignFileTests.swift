// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Files as programs around python-paillier write them, through the commands; `Cases/` has those that people brought.
@Suite("Files of the field")
struct ForeignFileTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
        let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
        for name in try FileManager.default.contentsOfDirectory(atPath: cases.path) where name.hasSuffix(".json") {
            try folder.write([UInt8](Data(contentsOf: cases.appending(path: name))), to: name)
        }
    }

    private func run(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    /// What a request scores to under the key of the cases.
    private func prediction(of request: String) throws -> String {
        let score = try run("score --model toy-model.json --input \(request) --output answer.json")
        guard score.status == 0 else { return score.errors }
        let decrypt = try run("decrypt --key own-custkeys.json --input answer.json")
        return decrypt.status == 0 ? decrypt.output : decrypt.errors
    }

    /// The modulus and the pairs of one of the requests.
    private func parts() throws -> (n: String, pairs: [(v: String, e: String)]) {
        let text = try folder.read("F4-phe-n-as-string.json")
        let n = try #require(text.firstMatch(of: #/"n": "?(\d+)/#)).1
        return (String(n), text.matches(of: #/\["(\d+)", (-?\d+)\]/#).map { (String($0.1), String($0.2)) })
    }

    /// A text as the content of a JSON string.
    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    @Test(
        "Requests that people brought are answered",
        arguments: ["F4-phe-docs-g-and-n", "F4-phe-n-as-string", "F4-phe-extra-member"])
    func requests(_ name: String) throws {
        #expect(try prediction(of: "\(name).json") == "output_1\n16.375\n")
    }

    @Test("So are the same numbers in other dress", arguments: 0..<6)
    func otherRequests(_ form: Int) throws {
        let (n, pairs) = try parts()
        let quotedPairs = pairs.map { "[\"\($0.v)\", \"\($0.e)\"]" }.joined(separator: ", ")
        let barePairs = pairs.map { "[\($0.v), \($0.e)]" }.joined(separator: ", ")
        let successor = try #require(Int(n.suffix(9))) + 1
        let g = n.dropLast(9) + String(String(1_000_000_000 + successor).dropFirst())
        let text =
            switch form {
            case 0: #"{"values": [\#(quotedPairs)], "public_key": {"n": "\#(n)"}}"#
            case 1: #"{"public_key": {"n": \#(n), "g": "\#(g)"}, "values": [\#(barePairs)]}"#
            case 2: #"{"id": 7, "public_key": {"bits": null, "n": "\#(n)", "g": \#(g)}, "values": [\#(quotedPairs)]}"#
            case 3: quoted(#"{"public_key": {"n": \#(n), "extra": [1]}, "values": [\#(barePairs)], "more": {}}"#)
            case 4: quoted(#"{"public_key": {"g": \#(g), "n": "\#(n)"}, "values": [\#(quotedPairs)]}"#)
            default: "\n " + #"{"public_key": {"n": "0\#(n)"}, "values": [\#(barePairs)]}"# + "\n"
            }
        try folder.write(text, to: "data.json")
        #expect(try prediction(of: "data.json") == "output_1\n16.375\n")
    }

    @Test("Answers are read under either name of the key, with one pair or several, and never taken for a request")
    func answers() throws {
        #expect(try prediction(of: "F4-phe-n-as-string.json") == "output_1\n16.375\n")
        let inner = try folder.read("answer.json").replacing("\\\"", with: "\"")
        let match = try #require(inner.firstMatch(of: #/"n": (\d+)}, "values": \["(\d+)", (-?\d+)\]/#))
        let (n, v, e) = (match.1, match.2, match.3)
        for text in [
            #"{"public_key": {"n": \#(n)}, "values": ["\#(v)", \#(e)]}"#,
            #"{"public_key": {"n": "\#(n)", "m": 1}, "values": [\#(v), "\#(e)"]}"#,
            #"{"pubkey": {"n": "\#(n)"}, "values": ["\#(v)", "\#(e)"], "time": 3}"#,
            quoted(#"{"public_key": {"n": \#(n)}, "values": ["\#(v)", \#(e)]}"#),
        ] {
            try folder.write(text, to: "foreign.json")
            let decrypted = try run("decrypt --key own-custkeys.json --input foreign.json")
            #expect(decrypted.output == "output_1\n16.375\n", "\(decrypted.errors)")
            let scored = try run("score --model toy-model.json --input foreign.json --output x.json")
            #expect(scored.isOneSentence(status: 65, naming: "found a python-paillier answer"), "\(scored.errors)")
        }
        // Of several predictions under public_key nothing tells that they are no request.
        try folder.write(
            #"{"public_key": {"n": \#(n)}, "values": [["\#(v)", \#(e)], ["\#(v)", \#(e)]]}"#, to: "foreign.json")
        let several = try run("decrypt --key own-custkeys.json --input foreign.json")
        #expect(several.output == "output_1,output_2\n16.375,16.375\n")
        #expect(several.errors.contains("has the form of a request"))
    }

    @Test("A number with an exponent far below a double's is decrypted")
    func exponent() throws {
        let decrypted = try run("number decrypt --key own-custkeys.json F5-exponent-269.json")
        #expect(decrypted.output == "2.4570058129996457e-10\n", "\(decrypted.errors)")
    }

    @Test("Key files encoded twice, quoted, with g, and public keys alone serve their owner", arguments: 0..<6)
    func keys(_ form: Int) throws {
        let text = try folder.read("own-custkeys.json")
        let n = try #require(text.firstMatch(of: #/"n": (\d+)/#)).1
        let (privateKey, publicKey) =
            switch form {
            case 0: (quoted(text), #"{"public_key": {"n": \#(n)}}"#)
            case 1: (text.replacing(#/: (\d+)/#) { ": \"\($0.1)\"" }, #"{"n": \#(n)}"#)
            case 2:
                (text.replacing("{\"public_key\"", with: "{\"made\": 1, \"public_key\""), #"{"n": "\#(n)", "x": 0}"#)
            case 3: (quoted(text.replacing(#/: (\d+)/#) { ": \"\($0.1)\"" }), quoted(#"{"n": \#(n)}"#))
            case 4: (text, quoted(#"{"public_key": {"n": "\#(n)"}}"#))
            default: (text, text)
            }
        try folder.write(privateKey, to: "private.json")
        try folder.write(publicKey, to: "public.json")
        try folder.write(run("number encrypt --key public.json -- -2.5").output, to: "number.json")
        #expect(try run("number decrypt --key private.json number.json").output == "-2.5\n")
        let inspection = try run("inspect public.json")
        #expect(inspection.status == 0 && inspection.output.contains("2048 bits"), "\(inspection.errors)")
        // The native protocol wants a proof, which such a public key has not, and such a private key can make.
        #expect(try run("contract --model toy-model.json --output contract.json").status == 0)
        try folder.write("a,b\n1,2\n", to: "rows.csv")
        let native = try run("encrypt --key private.json --contract contract.json --input rows.csv --output data.bin")
        #expect(native.status == 0, "\(native.errors)")
    }

    @Test("Whole numbers at exponent 0 are scored by the first such program, and by us")
    func exponentZero() throws {
        #expect(try run("contract --model toy-model.json --output contract.json").status == 0)
        try folder.write("a,b\n3,-4\n-0,100\n", to: "rows.csv")
        let encrypt = "encrypt --key own-custkeys.json --contract contract.json --format phe --exponent 0"
        for (row, expected) in [(1, 6 + 1 + 1.5), (2, -25 + 1.5)] {
            #expect(try run("\(encrypt) --input rows.csv --row \(row) --output data-1.json").status == 0)
            _ = try CommandRun.python(
                "Tests/BlindScoreCommandTests/PythonPaillier/server.py",
                ["toy-model.json", "data-{}.json", "answer-{}.json", "1", "--first"], in: folder)
            #expect(try run("score --model toy-model.json --input data-1.json --output answer-2.json").status == 0)
            for answer in ["answer-1.json", "answer-2.json"] {
                let decrypted = try run("decrypt --key own-custkeys.json --input \(answer)")
                #expect(Double(decrypted.output.split(separator: "\n").last ?? "") == expected, "\(decrypted.errors)")
            }
        }
        try folder.write("a,b\n3,-4.5\n", to: "rows.csv")
        let refused = try run("\(encrypt) --input rows.csv --output x.json")
        #expect(
            refused.isOneSentence(status: 65, naming: "feature “b” is not a whole number, as exponent 0 demands"),
            "\(refused.errors)")
        #expect(!refused.errors.contains("4.5"))
        let usage = try run(
            "encrypt --key own-custkeys.json --contract contract.json --input rows.csv --output x.json --exponent 0")
        #expect(usage.isOneSentence(status: 64, naming: "--format phe"))
    }

    @Test("Requests that would take more than the key's bits to align are refused before any work")
    func unalignable() throws {
        let (n, pairs) = try parts()
        for exponents in [["512", "-2048"], ["-2048", "-2048"], ["0", "-600"], ["512", "512"]] {
            let values = zip(pairs, exponents).map { "[\"\($0.v)\", \($1)]" }.joined(separator: ", ")
            try folder.write(#"{"public_key": {"n": \#(n)}, "values": [\#(values)]}"#, to: "data.json")
            let scored = try run("score --model toy-model.json --input data.json --output x.json")
            #expect(scored.isOneSentence(status: 65, naming: "exponent"), "\(exponents): \(scored.errors)")
        }
    }
}
