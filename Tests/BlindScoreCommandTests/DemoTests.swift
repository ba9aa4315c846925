// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Demonstration")
struct DemoTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    /// Numbers of the table at the end: decrypted, computed in the open.
    private func predictions(_ output: String) -> [(Double, Double)] {
        output.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: /\s+\d+ +([-0-9.]+) % +([-0-9.]+) % +\S+/) else { return nil }
            return (Double(match.1) ?? .nan, Double(match.2) ?? .nan)
        }
    }

    @Test("The whole story is told, and the predictions keep the bound", arguments: [1, 3, 100])
    func story(_ rows: Int) throws {
        let run = try CommandRun.blindscore(["demo", "--bits", "2048", "--rows", "\(rows)"], in: folder)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let bounds = try #require(
            run.output.firstMatch(of: /error +at most ([-0-9.e]+) %, which is proved; measured: ([-0-9.e]+) %/))
        let (proved, measured) = (try #require(Double(bounds.1)), try #require(Double(bounds.2)))
        #expect(measured <= proved && proved < 1e-3)
        let pairs = predictions(run.output)
        #expect(pairs.count == min(rows, 5))
        for (decrypted, plain) in pairs {
            // Both are written with five decimals, so each may be off by half a unit of the last.
            #expect(abs(decrypted - plain) <= measured + 1.1e-5)
            #expect((-50...150).contains(plain))
        }
        #expect(run.output.contains("2,048 bits") && run.output.contains("20 bits of the model"))
        #expect(run.output.contains("python-paillier"))
        #expect(run.output.contains("1,232 digits") || run.output.contains("1,233 digits"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(try folder.names == [])
    }

    @Test("The bytes for each row fall to what the protocol promises as the rows become many")
    func bytes() throws {
        let run = try CommandRun.blindscore(["demo", "--bits", "2048", "--rows", "4500"], in: folder)
        #expect(run.output.contains(": 116 bytes for each patient's 10 numbers"), "\(run.output)")
        #expect(run.output.contains("12 bytes for each patient"))
    }

    @Test("The default key has 3072 bits, and no key is used twice")
    func defaults() throws {
        let runs = try (0..<2).map { _ in try CommandRun.blindscore(["demo", "--rows", "1"], in: folder) }
        #expect(runs.allSatisfy { $0.status == 0 && $0.output.contains("3,072 bits") })
        let ciphertexts = runs.map {
            $0.output.split(separator: "\n").first { $0.contains("  age  ") && $0.contains("digits") }
        }
        #expect(ciphertexts[0] != nil && ciphertexts[0] != ciphertexts[1])
    }

    @Test("The commands that the demonstration ends with work as printed")
    func commands() throws {
        let run = try CommandRun.blindscore(["demo", "--bits", "2048", "--rows", "1"], in: folder)
        let tail = try #require(run.output.range(of: "THE SAME WITH FILES\n")).upperBound
        let script = run.output[tail...]
        let printed = try CommandRun.shell("set -e\n\(script)", in: folder)
        #expect(printed.status == 0, "\(printed.errors)")
        let table = try Table(folder.read("predictions.csv"))
        #expect(table.header == ["relapse_risk"] && table.rows.count == 2000)
    }
}
