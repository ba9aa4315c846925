// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Key files under a passphrase, as their owner meets them.
@Suite("Passphrases")
struct PassphraseTests {
    static let passphrase = "correct horse battery staple"

    /// A key under a passphrase, the same key without, a number under it, made once.
    static let shared = Result { () throws -> [String: [UInt8]] in
        let folder = try Workspace()
        try folder.write(KeyFiles("phe-2048").privateKey, to: "pheutil.json")
        try folder.write(passphrase + "\n", to: "passphrase.txt")
        for line in [
            "keygen --from pheutil.json --passphrase-file passphrase.txt --output key.json --public-output public.json",
            "number encrypt --key public.json --output number.json 3.5",
        ] {
            let run = try CommandRun.blindscore(line.split(separator: " ").map(String.init), in: folder)
            guard run.status == 0, run.errors.isEmpty else {
                throw CommandRun.ProgramFailed(name: line, errors: run.errors)
            }
        }
        return try Dictionary(uniqueKeysWithValues: folder.names.map { ($0, try folder.bytes($0)) })
    }

    let folder: Workspace

    init() throws {
        folder = try Workspace()
        for (name, content) in try Self.shared.get() { try folder.write(content, to: name) }
    }

    private func blindscore(_ line: String, input: String = "") throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder, input: input)
    }

    /// Runs the command without a controlling terminal, as a service would.
    private func newSession(_ line: String) throws -> CommandRun {
        let program =
            "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], start_new_session=True).returncode)"
        return try CommandRun.program(
            "python3", ["-c", program, CommandRun.blindscorePath] + line.split(separator: " ").map(String.init),
            in: folder)
    }

    /// Runs the command on a terminal where `answers` are typed, and gives what that showed and how the command ended.
    private func terminal(_ answers: [String], _ line: String) throws -> (shown: String, end: String) {
        let transcript = try CommandRun.python(
            "Tests/BlindScoreCommandTests/PythonPaillier/terminal.py",
            answers + ["--", CommandRun.blindscorePath] + line.split(separator: " ").map(String.init), in: folder)
        let lines = transcript.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return (lines.dropLast().joined(separator: "\n"), String(lines.last ?? ""))
    }

    @Test("Every command with a key opens it with the passphrase of a file, or from standard input")
    func opens() throws {
        try folder.write(NativeScenario.model(), to: "model.json")
        try folder.write(NativeScenario.table(NativeScenario.rows(2)), to: "rows.csv")
        #expect(try blindscore("contract --model model.json --output contract.json").status == 0)
        for (option, input) in [("passphrase.txt", ""), ("-", Self.passphrase), ("-", Self.passphrase + "\r\n")] {
            let opened = "--key key.json --passphrase-file \(option)"
            #expect(try blindscore("number decrypt \(opened) number.json", input: input).output == "3.5\n")
            #expect(try blindscore("number encrypt \(opened) --output new.json 1", input: input).status == 0)
            let encrypt = "encrypt \(opened) --contract contract.json --input rows.csv --output request.bin --compact"
            #expect(try blindscore(encrypt, input: input).status == 0)
            #expect(try blindscore("score --model model.json --input request.bin --output answer.bin").status == 0)
            let decrypt = "decrypt \(opened) --contract contract.json --input answer.bin"
            let run = try blindscore(decrypt, input: input)
            #expect(
                run.status == 0 && !run.errors.contains("assphrase") && run.output.split(separator: "\n").count == 3,
                "\(run.errors)")
            let phe =
                "encrypt \(opened) --contract contract.json --input rows.csv --output phe.json --format phe --row 1"
            #expect(try blindscore(phe, input: input).status == 0)
        }
    }

    @Test("What needs the public key alone needs no passphrase")
    func publicPart() throws {
        #expect(try blindscore("number add --key key.json number.json number.json").status == 0)
        let inspection = try blindscore("inspect key.json")
        #expect(inspection.status == 0 && inspection.output.contains("sealed, not opened"))
        #expect(inspection.output.contains("key proof     valid"))
    }

    @Test("A wrong passphrase is 77, none at all 64, a file that holds none 65")
    func refusals() throws {
        try folder.write("Correct horse battery staple\n", to: "wrong.txt")
        try folder.write("", to: "empty.txt")
        try folder.write("\n", to: "blank.txt")
        try folder.write("a\nb\n", to: "lines.txt")
        try folder.write(String(repeating: "x", count: 1025), to: "long.txt")
        let before = try folder.names
        for (options, status, subject) in [
            ("--passphrase-file wrong.txt", 77, "key.json"), ("", 64, "--passphrase-file"),
            ("--passphrase-file empty.txt", 65, "empty.txt"), ("--passphrase-file blank.txt", 65, "blank.txt"),
            ("--passphrase-file lines.txt", 65, "lines.txt"), ("--passphrase-file long.txt", 65, "long.txt"),
            ("--passphrase-file none.txt", 66, "none.txt"),
        ] as [(String, Int32, String)] {
            let line = "number decrypt --key key.json \(options) number.json --output new.txt"
            let run = try newSession(line)
            #expect(run.isOneSentence(status: status, naming: subject), "\(options): \(run.status) \(run.errors)")
        }
        #expect(try folder.names == before)
    }

    @Test("A passphrase that protects nothing is reported")
    func unused() throws {
        for key in ["pheutil.json", "public.json"] {
            let run = try blindscore("number encrypt --key \(key) --passphrase-file passphrase.txt 1")
            #expect(run.status == 0)
            #expect(run.errors == "blindscore: \(key) has no passphrase: passphrase.txt is not used\n")
        }
    }

    @Test("keygen gives an existing key its proof, and another passphrase or none")
    func from() throws {
        try folder.write("another\n", to: "new.txt")
        let change = "keygen --from key.json --from-passphrase-file passphrase.txt"
        #expect(try blindscore("\(change) --passphrase-file new.txt --output changed.json").status == 0)
        let number = "number decrypt --key changed.json number.json --passphrase-file"
        #expect(try blindscore("\(number) new.txt").output == "3.5\n")
        #expect(try blindscore("\(number) passphrase.txt").status == 77)
        #expect(try blindscore("\(change) --no-passphrase --output plain.json").status == 0)
        #expect(try blindscore("number decrypt --key plain.json number.json").output == "3.5\n")
        // Nobody loses a passphrase without saying so.
        let silent = try blindscore("\(change) --output silent.json")
        #expect(silent.isOneSentence(status: 64, naming: "--no-passphrase"))
        let unnamed = try newSession("keygen --from key.json --no-passphrase --output x.json")
        #expect(unnamed.isOneSentence(status: 64, naming: "--from-passphrase-file"))
        // Never over its own input, nor over any other file.
        let run = try blindscore("keygen --from plain.json --output plain.json")
        #expect(
            run.isOneSentence(status: 64, naming: "plain.json") || run.isOneSentence(status: 73, naming: "plain.json"))
        for usage in [
            "keygen --from plain.json --bits 2048 --output x.json",
            "keygen --from-passphrase-file new.txt --output x.json",
            "keygen --passphrase-file new.txt --no-passphrase --output x.json",
        ] {
            #expect(try blindscore(usage).isOneSentence(status: 64))
        }
        #expect(
            try blindscore("keygen --from public.json --output x.json").isOneSentence(status: 65, naming: "public.json")
        )
        #expect(try !folder.names.contains("x.json"))
    }

    @Test("The key file is for its owner alone")
    func permissions() throws {
        let run = try blindscore("keygen --from pheutil.json --passphrase-file passphrase.txt --output own.json")
        #expect(run.status == 0)
        #expect(try folder.permissions(of: "own.json") == 0o600)
    }

    @Test("Other programs open what keygen sealed")
    func python() throws {
        let text = try CommandRun.python(
            "Tests/BlindScoreCommandTests/PythonPaillier/open_key.py", ["key.json", Self.passphrase], in: folder)
        #expect(try blindscore("keygen --from pheutil.json --output plain.json").status == 0)
        #expect(Array(text.utf8) == (try folder.bytes("plain.json")))
    }

    @Test("The terminal asks without showing the answer, three times at most")
    func asks() throws {
        let line = "number decrypt --key key.json number.json"
        let right = try terminal([Self.passphrase], line)
        #expect(right.shown == "Passphrase for key.json: \n3.5")
        #expect(right.end == "status 0, echo on, 0 answers left")
        let second = try terminal(["wrong", Self.passphrase], line)
        #expect(second.shown.hasSuffix("Passphrase for key.json: \n3.5"))
        let wrong = try terminal(["a", "b", "c", Self.passphrase], line)
        #expect(wrong.end == "status 77, echo on, 1 answers left")
        #expect(wrong.shown.components(separatedBy: "wrong passphrase").count == 4)
        #expect(try terminal([""], line).end == "status 64, echo on, 0 answers left")
    }

    @Test("An interrupted question leaves a terminal that shows what is typed")
    func interrupted() throws {
        #expect(
            try terminal(["^C"], "number decrypt --key key.json number.json").end
                == "status 130, echo on, 0 answers left")
        #expect(try terminal(["^C"], "keygen --output new.json").end == "status 130, echo on, 0 answers left")
        // No trace of the process's memory, and no debugger.
        let quit = try terminal(["^\\"], "keygen --output new.json")
        #expect(quit.end == "status 131, echo on, 0 answers left")
        #expect(quit.shown == "Passphrase for new.json, empty for none: ")
        #expect(try !folder.names.contains("new.json"))
    }

    @Test("keygen asks twice on a terminal, and an empty answer is none")
    func asksForNew() throws {
        let keygen = "keygen --from pheutil.json --output new.json"
        let differing = ["one", "two", "three", "four", "five", "six"]
        #expect(try terminal(differing, keygen).end == "status 64, echo on, 0 answers left")
        #expect(try !folder.names.contains("new.json"))
        #expect(try terminal([""], keygen).end == "status 0, echo on, 0 answers left")
        #expect(try blindscore("number decrypt --key new.json number.json").output == "3.5\n")
        let sealed = "keygen --from pheutil.json --output sealed.json"
        #expect(try terminal([Self.passphrase, Self.passphrase], sealed).end == "status 0, echo on, 0 answers left")
        let opened = try blindscore("number decrypt --key sealed.json --passphrase-file passphrase.txt number.json")
        #expect(opened.output == "3.5\n")
        #expect(try terminal(["x"], "\(keygen)2 --no-passphrase").end == "status 0, echo on, 1 answers left")
        // A terminal shows what it gives to standard input, so the passphrase is asked for instead.
        let standardInput = "number decrypt --key sealed.json --passphrase-file - number.json"
        #expect(try terminal([Self.passphrase], standardInput).shown == "Passphrase for sealed.json: \n3.5")
        let twice = ["a", "b", "c", "c"]
        #expect(try terminal(twice, "\(keygen)3").shown.components(separatedBy: "differ").count == 2)
        #expect(try blindscore("inspect new.json3").output.contains("under a passphrase"))
    }
}
