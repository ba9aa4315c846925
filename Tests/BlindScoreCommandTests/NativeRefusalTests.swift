// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Refusals of the native protocol")
struct NativeRefusalTests {
    let folder: Workspace

    init() throws { folder = try NativeScenario.folder() }

    private func blindscore(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    /// Runs a command that must fail with one sentence and leave everything as it was.
    private func refuse(
        _ line: String, _ status: Int32, naming subject: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try folder.names
        let run = try blindscore(line)
        #expect(
            run.isOneSentence(status: status, naming: subject), "\(line): \(run.status) \(run.errors)",
            sourceLocation: sourceLocation)
        #expect(try folder.names == before, sourceLocation: sourceLocation)
    }

    private static let score = "score --model model.json --output new.bin --input "
    private static let decrypt = "decrypt --key key.json --contract contract.json --output new.csv --input "
    private static let encrypt = "encrypt --key key.json --contract contract.json --input rows.csv --output "

    @Test("The wrong key is 77, in both encodings", arguments: ["answer.bin", "answer.json"])
    func wrongKey(_ answer: String) throws {
        try refuse(
            "decrypt --key other-key.json --contract contract.json --input \(answer) --output new.csv", 77,
            naming: answer)
    }

    @Test("Another contract is 78, for the server and for the client")
    func wrongContract() throws {
        for request in ["request.bin", "request.json", "compact.bin"] {
            try refuse("score --model other-model.json --input \(request) --output new.bin", 78, naming: request)
        }
        for answer in ["answer.bin", "answer.json"] {
            try refuse(
                "decrypt --key key.json --contract other-contract.json --input \(answer) --output new.csv", 78,
                naming: answer)
        }
    }

    @Test("Wrong usage is one sentence, before any work")
    func usage() throws {
        try refuse("decrypt --key key.json --input answer.bin --output new.csv", 64, naming: "--contract")
        try refuse(
            "encrypt --key public.json --contract contract.json --input rows.csv --output new.bin --compact", 64,
            naming: "private")
        try refuse(Self.encrypt + "-", 64, naming: "--encoding")
        try refuse("score --model model.json --input request.bin --output -", 64, naming: "--encoding")
        try refuse(Self.encrypt + "new.bin --encoding text", 64)
        try refuse(Self.encrypt + "new.json --format phe --row 1 --compact", 64, naming: "native")
        try refuse(Self.encrypt + "new.json --format phe --row 1 --encoding json", 64, naming: "native")
        try refuse("score --model model.json --input - --output - --encoding sometimes", 64)
    }

    @Test("JSON holds 1,000 rows, and more are refused with a way out")
    func rowsInJSON() throws {
        try folder.write(NativeScenario.table(NativeScenario.rows(1001)), to: "rows.csv")
        try refuse(Self.encrypt + "new.json", 64, naming: "new.json")
        try refuse(Self.encrypt + "new.bin --encoding json", 64, naming: "--encoding binary")
        #expect(try blindscore(Self.encrypt + "many.bin").status == 0)
        try refuse("score --model model.json --input many.bin --output new.json", 64, naming: "new.json")
        // A pipe stays empty too.
        let run = try CommandRun.shell(
            "blindscore encrypt --key key.json --contract contract.json --input - --output - --encoding json < rows.csv",
            in: folder)
        #expect(run.isOneSentence(status: 64, naming: "1000 rows"), "\(run.errors)")
    }

    @Test("Bad cells are named by line and column, and nothing is written")
    func cells() throws {
        for (row, column) in [("28,3", "phq9"), ("3,-1", "sleep"), ("3,x", "sleep"), ("nan,3", "phq9"), (",3", "phq9")]
        {
            let rows = NativeScenario.rows(100).map { $0.joined(separator: ",") }
            try folder.write((["phq9,sleep"] + rows + [row, "3,4", ""]).joined(separator: "\n"), to: "rows.csv")
            for output in ["new.bin", "new.json"] {
                try refuse(Self.encrypt + output, 65, naming: "line 102, column “\(column)”")
            }
        }
        try folder.write("phq9,sleep\n", to: "rows.csv")
        try refuse(Self.encrypt + "new.bin", 65, naming: "rows.csv")
    }

    @Test("A public key without a proof is refused by encrypt, a request without one by score")
    func proof() throws {
        try folder.write(Scenario.key.publicKey, to: "python.json")
        try refuse(
            "encrypt --key python.json --contract contract.json --input rows.csv --output new.bin", 65, naming: "proof")
        let text = try folder.read("request.json")
        let roots = try #require(text.firstMatch(of: /"proof":\[("[^"]+"),[^\]]*\]/))
        for proof in [
            #""proof":[]"#, #""proof":[\#(Array(repeating: String(roots.1), count: 8).joined(separator: ","))]"#,
        ] {
            try folder.write(text.replacing(roots.0, with: proof), to: "bad.json")
            try refuse(Self.score + "bad.json", 65, naming: "proof")
            try refuse("inspect bad.json", 65, naming: "proof")
        }
        let other = try folder.read("public.json").replacing(/"proof": \[\s*"./, with: { "\($0.0.dropLast())_" })
        try folder.write(other, to: "bad-public.json")
        try refuse(
            "encrypt --key bad-public.json --contract contract.json --input rows.csv --output new.bin", 65,
            naming: "bad-public.json")
    }

    @Test(
        "A stream that ends early is refused, wherever it ends",
        arguments: ["request.bin", "compact.bin", "answer.bin"])
    func truncated(_ file: String) throws {
        let bytes = try folder.bytes(file)
        let command = file == "answer.bin" ? Self.decrypt : Self.score
        for length in [0, 1, 7, 8, 9, 40, bytes.count / 2, bytes.count - 50, bytes.count - 1] {
            try folder.write(Array(bytes.prefix(length)), to: "bad.bin")
            try refuse(command + "bad.bin", 65, naming: "bad.bin")
        }
        try folder.write(bytes + [0], to: "bad.bin")
        try refuse(command + "bad.bin", 65, naming: "bad.bin")
    }

    @Test(
        "Groups that are missing, doubled, exchanged or from elsewhere are refused",
        arguments: ["request.bin", "compact.bin", "answer.bin"])
    func groups(_ file: String) throws {
        let stream = try BinaryStream(folder.bytes(file))
        #expect(stream.messages.count == 5 && stream.messages.map(\.tag) == [10, 18, 18, 18, 26])
        #expect(try stream.bytes == folder.bytes(file))
        #expect(
            try blindscore("encrypt --key key.json --contract contract.json --input rows.csv --compact --output z.bin")
                .status == 0)
        let foreign = try BinaryStream(folder.bytes(file == "answer.bin" ? "request.bin" : "z.bin")).messages[1]
        let changes: [(inout [BinaryStream.Message]) -> Void] = [
            { $0.remove(at: 1) }, { $0.remove(at: 2) }, { $0.remove(at: 3) }, { $0.remove(at: 4) },
            { $0.remove(at: 0) },
            { $0.insert($0[1], at: 1) }, { $0.swapAt(1, 2) }, { $0.swapAt(2, 3) }, { $0.swapAt(3, 4) },
            { $0[1] = foreign }, { $0.removeSubrange(1...3) },
        ]
        let command = file == "answer.bin" ? Self.decrypt : Self.score
        for (index, change) in changes.enumerated() {
            var bad = stream
            change(&bad.messages)
            try folder.write(bad.bytes, to: "bad.bin")
            let run = try blindscore(command + "bad.bin")
            #expect(run.isOneSentence(status: 65, naming: "bad.bin"), "change \(index): \(run.status) \(run.errors)")
        }
        #expect(try !folder.names.contains { $0.hasPrefix("new") || $0.hasPrefix(".") })
    }

    /// Tampering with a ciphertext itself is for the transport to detect; everything around it is checked.
    @Test("A flipped bit outside the ciphertexts is refused", arguments: ["request.bin", "answer.bin"])
    func flipped(_ file: String) throws {
        let stream = try BinaryStream(folder.bytes(file))
        let command = file == "answer.bin" ? Self.decrypt : Self.score
        let header = stream.messages[0].content.count
        let places =
            stride(from: 0, to: header, by: header < 200 ? 9 : 97).map { (0, $0) } + (0..<14).map { (1, $0) }
            + [0, 5, 11, 12, 13].map { (3, $0) } + stream.messages[4].content.indices.map { (4, $0) }
        for (message, place) in places {
            var bad = stream
            bad.messages[message].content[place] ^= 1
            try folder.write(bad.bytes, to: "bad.bin")
            try refuse(command + "bad.bin", 65, naming: "bad.bin")
        }
        for place in 0..<8 {
            var bytes = stream.bytes
            bytes[place] ^= 1
            try folder.write(bytes, to: "bad.bin")
            try refuse(command + "bad.bin", 65, naming: "bad.bin")
        }
    }

    @Test(
        "A ciphertext out of range is refused in any group",
        arguments: ["request.bin", "compact.bin", "answer.bin"], [1, 2, 3])
    func ciphertexts(_ file: String, _ group: Int) throws {
        // A compact ciphertext of zeros would be one with other noise.
        for byte in file == "compact.bin" ? [255] : [0, 255] as [UInt8] { try outOfRange(file, group, byte) }
    }

    private func outOfRange(_ file: String, _ group: Int, _ byte: UInt8) throws {
        var stream = try BinaryStream(folder.bytes(file))
        let count = file == "compact.bin" ? 256 : 512
        stream.messages[group].content.removeLast(count)
        stream.messages[group].content += [UInt8](repeating: byte, count: count)
        try folder.write(stream.bytes, to: "bad.bin")
        try refuse(
            (file == "answer.bin" ? Self.decrypt : Self.score) + "bad.bin", 65,
            naming: "groups[\(group - 1)].ciphertexts")
    }

    @Test("Each command says what it found in the place of its input")
    func otherFiles() throws {
        for (line, found) in [
            (Self.score + "answer.bin", "an answer"), (Self.score + "contract.json", "a contract"),
            (Self.score + "answer.json", "an answer"), (Self.decrypt + "request.bin", "a request"),
            (Self.decrypt + "request.json", "a request"), (Self.decrypt + "key.json", "a private key"),
        ] {
            try refuse(line, 65, naming: found)
        }
    }

    @Test("--native-only refuses python-paillier requests and nothing else")
    func nativeOnly() throws {
        #expect(try blindscore(Self.encrypt + "data.json --format phe --row 1").status == 0)
        try refuse(
            "score --model model.json --input data.json --output new.json --native-only", 65, naming: "data.json")
        try refuse(
            "score --model model.json --input data.json --output new.json --encoding binary", 64, naming: "data.json")
        let run = try blindscore("score --model model.json --input data.json --output new.json")
        #expect(run.status == 0 && run.errors.contains("not bounded"))
        let native = try blindscore(Self.score + "request.bin --native-only")
        #expect(native.status == 0 && native.errors.isEmpty)
    }

    @Test(
        "No command overwrites its own input",
        arguments: [
            "encrypt --key key.json --contract contract.json --input rows.csv --output rows.csv",
            "encrypt --key key.json --contract contract.json --input rows.csv --output key.json",
            "score --model model.json --input request.bin --output request.bin",
            "score --model model.json --input request.bin --output model.json",
            "decrypt --key key.json --contract contract.json --input answer.bin --output answer.bin",
        ])
    func ownInput(_ line: String) throws {
        let before = try folder.names.map { try folder.bytes($0) }
        try refuse(line, 64, naming: "overwritten")
        #expect(try folder.names.map { try folder.bytes($0) } == before)
    }

    @Test(
        "A disk that fills up in the middle leaves nothing behind",
        arguments: [encrypt + "new.bin", score + "many.bin", decrypt + "many-answer.bin"])
    func fullDisk(_ line: String) throws {
        try folder.write(NativeScenario.table(NativeScenario.rows(2000)), to: "rows.csv")
        for line in [Self.encrypt + "many.bin", "score --model model.json --input many.bin --output many-answer.bin"] {
            #expect(try blindscore(line).status == 0)
        }
        let before = try folder.names
        let run = try CommandRun.shell("ulimit -f 16; blindscore \(line)", in: folder)
        #expect(run.isOneSentence(status: 73, naming: "new."), "\(run.status) \(run.errors)")
        #expect(try folder.names == before)
        let full = try CommandRun.shell(
            "blindscore \(line.replacing(/new\.\w+/, with: "-")) \(line.hasPrefix("dec") ? "" : "--encoding binary") > /dev/full",
            in: folder)
        #expect(full.isOneSentence(status: 73, naming: "standard output"), "\(full.status) \(full.errors)")
    }

    @Test(
        "Interrupted work leaves nothing behind",
        arguments: [encrypt + "new.bin", score + "pipe", decrypt + "pipe"])
    func interrupted(_ line: String) throws {
        let table = NativeScenario.rows(200).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
        // Input that does not end before the signal comes.
        let source =
            if line.hasPrefix("encrypt") {
                "echo phq9,sleep; while cat lines; do :; done"
            } else {
                "head -c 3000 \(line.hasPrefix("score") ? "request.bin" : "answer.bin"); sleep 5"
            }
        try folder.write(table, to: "lines")
        let input = line.hasPrefix("encrypt") ? "--input rows.csv" : "--input pipe"
        let before = try folder.names
        let run = try CommandRun.shell(
            """
            { \(source); } 2> /dev/null | "$BLINDSCORE" \(line.replacing(input, with: "--input -")) &
            sleep 0.7; kill -TERM $!; wait $!
            """, in: folder)
        #expect(run.status == 143, "\(run.status) \(run.errors)")
        #expect(try folder.names == before)
    }
}
