// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `blindscore number` and `pheutil` on each other's files.
@Suite("Single encrypted numbers")
struct NumberTests {
    let folder: Workspace

    init() throws {
        folder = try Workspace()
        try folder.write(Scenario.key.privateKey, to: "key.json")
        try folder.write(Scenario.key.publicKey, to: "public.json")
    }

    private func number(_ line: String) throws -> CommandRun {
        try .blindscore(["number"] + line.split(separator: " ").map(String.init), in: folder)
    }

    private func pheutil(_ line: String) throws -> String {
        let run = try CommandRun.program("pheutil", line.split(separator: " ").map(String.init), in: folder)
        guard run.status == 0 else { throw CommandRun.ProgramFailed(name: "pheutil \(line)", errors: run.errors) }
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(
        "What we encrypt, pheutil and we decrypt",
        arguments: ["-3.25", "0", "1", "-7", "0.1", "1e-30", "123456789012345678", "-2.5e20"],
        ["key.json", "public.json"])
    func encrypt(_ text: String, _ key: String) throws {
        let run = try number("encrypt --key \(key) --output number.json -- \(text)")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(try Double(pheutil("decrypt key.json number.json")) == Double(text))
        let decrypted = try number("decrypt --key key.json number.json")
        #expect(Double(decrypted.output.trimmingCharacters(in: .newlines)) == Double(text))
    }

    @Test("What pheutil encrypts, we decrypt", arguments: ["-3.25", "0", "1", "0.1", "1e-30", "-2.5e20"])
    func decrypt(_ text: String) throws {
        _ = try pheutil("encrypt public.json --output number.json -- \(text)")
        let run = try number("decrypt --key key.json number.json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(Double(run.output.trimmingCharacters(in: .newlines)) == Double(text))
        #expect(run.output.hasSuffix("\n"))
    }

    @Test("Whole numbers are exact, however long")
    func exactIntegers() throws {
        let text = "-123456789012345678901234567890123456789012345678901234567890"
        #expect(try number("encrypt --key public.json --output number.json -- \(text)").status == 0)
        #expect(try number("decrypt --key key.json number.json").output == text + "\n")
    }

    @Test("Sums and products of numbers of either program are what both say they are")
    func arithmetic() throws {
        _ = try pheutil("encrypt public.json --output theirs.json -- -3.25")
        #expect(try number("encrypt --key public.json --output ours.json -- 0.5").status == 0)
        for (line, result) in [
            ("add --key public.json theirs.json ours.json", -2.75), ("add --key key.json ours.json ours.json", 1),
            ("add-plain --key public.json theirs.json 0.75", -2.5),
            ("add-plain --key public.json ours.json -- -7", -6.5),
            ("multiply --key public.json theirs.json -- -2", 6.5), ("multiply --key public.json theirs.json -2", 6.5),
            ("multiply --key public.json ours.json 0.125", 0.0625),
            ("multiply --key public.json ours.json 0", 0),
        ] {
            let run = try number(line)
            #expect(run.status == 0, "\(line): \(run.errors)")
            try folder.write(run.output, to: "result.json")
            #expect(try Double(pheutil("decrypt key.json result.json")) == result, "\(line)")
            let decrypted = try number("decrypt --key key.json result.json")
            #expect(Double(decrypted.output.trimmingCharacters(in: .newlines)) == result, "\(line)")
        }
        _ = try pheutil("addenc --output sum.json public.json ours.json theirs.json")
        #expect(try number("decrypt --key key.json sum.json").output == "-2.75\n")
    }

    @Test("Keys made by either program work in the other")
    func keys() throws {
        #expect(
            try CommandRun.blindscore(
                ["keygen", "--bits", "2048", "--output", "k1", "--public-output", "p1"], in: folder
            ).status == 0)
        _ = try pheutil("genpkey --keysize 2048 k2")
        _ = try pheutil("extract k2 p2")
        _ = try pheutil("extract k1 p1-by-pheutil")
        for (privateKey, publicKey) in [("k1", "p1"), ("k2", "p2"), ("k1", "p1-by-pheutil")] {
            _ = try pheutil("encrypt \(publicKey) --output number.json -- 1.5")
            #expect(try number("decrypt --key \(privateKey) number.json").output == "1.5\n")
            #expect(try number("encrypt --key \(publicKey) --output number.json 2.5").status == 0)
            #expect(try pheutil("decrypt \(privateKey) number.json") == "2.5")
        }
    }

    @Test("A number can pass through a pipe")
    func pipe() throws {
        let run = try CommandRun.shell(
            "blindscore number encrypt --key public.json 2 | blindscore number multiply --key public.json - 3 "
                + "| blindscore number decrypt --key key.json -", in: folder)
        #expect(run.output == "6\n")
        #expect(run.errors.isEmpty)
    }

    @Test("Two encryptions of one number differ")
    func fresh() throws {
        let runs = try (0..<2).map { _ in try number("encrypt --key public.json 2").output }
        #expect(runs[0] != runs[1])
    }
}
