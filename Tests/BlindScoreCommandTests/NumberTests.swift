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

    @Test("Exponents far below those of doubles: sums, products and their decryption stay exact")
    func lowExponents() throws {
        try folder.write(number("encrypt --key public.json 1.5").output, to: "low.json")
        for step in 1...30 {
            // Each factor's exponent is −14.
            try folder.write(number("multiply --key public.json low.json 0.5").output, to: "low.json")
            guard step.isMultiple(of: 10) else { continue }
            #expect(try folder.read("low.json").contains(#""e": \#(-32 - 14 * step)}"#))
            let value = 1.5 / Double(1 << step)
            #expect(try Double(number("decrypt --key key.json low.json").output.dropLast()) == value)
            let sum = try CommandRun.shell(
                "blindscore number add-plain --key public.json low.json 2 | blindscore number decrypt --key key.json -",
                in: folder)
            #expect(Double(sum.output.dropLast()) == 2 + value)
        }
    }

    @Test("Exponents that nothing can be aligned to, or that leave the range, are refused")
    func farExponents() throws {
        let text = try number("encrypt --key public.json 3").output
        for (name, exponent) in [("high", "512"), ("low", "-2048"), ("beyond", "513"), ("below", "-2049")] {
            try folder.write(text.replacing(#"e": 0"#, with: #"e": \#(exponent)"#), to: name)
        }
        for line in [
            "add high low", "add low high", "add-plain high 1e-300", "multiply low 0.5", "multiply high 1e300",
        ] {
            let parts = line.split(separator: " ")
            let run = try number("\(parts[0]) --key public.json \(parts[1]) \(parts[2])")
            #expect(run.isOneSentence(status: 65, naming: "exponent"), "\(line): \(run.errors)")
        }
        for name in ["beyond", "below"] {
            #expect(try number("decrypt --key key.json \(name)").isOneSentence(status: 65, naming: "from -2048 to 512"))
        }
        #expect(try number("decrypt --key key.json low").output == "0\n")
        #expect(try number("decrypt --key key.json high").output.count == 618)
    }

    @Test("A number of another key is refused or doubted, and the key is named as the likely cause")
    func anotherKey() throws {
        try folder.write(KeyFiles("phe-2048").publicKey, to: "other.json")
        // A third of all integers are no numbers.
        for _ in 0..<12 {
            try folder.write(number("encrypt --key other.json 2").output, to: "number.json")
            let run = try number("decrypt --key key.json number.json")
            #expect(run.status == 0 || run.status == 65)
            #expect(
                run.errors.contains("most likely it was encrypted under another key than key.json"), "\(run.errors)")
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
