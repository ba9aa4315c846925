// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Help and usage")
struct HelpTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    /// The files beside these tests hold what `--help` printed when it was last read by a person.
    ///
    /// After a change, read the new text and
    /// write it there: `COLUMNS=100 blindscore train --help > Help/train.txt`.
    @Test(
        "Help says what it said",
        arguments: [
            "", "demo", "dataset", "train", "contract", "keygen", "encrypt", "score", "decrypt", "predict", "inspect",
            "verify-receipt", "number",
            "number encrypt", "number decrypt", "number add", "number add-plain", "number multiply",
        ])
    func snapshot(_ command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let run = try CommandRun.shell("COLUMNS=100 blindscore \(command) --help", in: folder)
        let name = words.isEmpty ? "blindscore" : words.joined(separator: "-")
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Help/\(name).txt")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(try run.output == String(contentsOf: file, encoding: .utf8))
    }

    @Test(
        "Wrong usage is one sentence that says where help is",
        arguments: [
            "frobnicate", "dataset", "dataset --rows ten --seed 1 --output x.csv",
            "dataset --rows 0 --seed 1 --output x.csv",
            "dataset --rows 3 --seed -1 --output x.csv", "keygen", "keygen --output k.json --bits 1024",
            "keygen --output k.json --bits 2049", "keygen --output k.json --passphrase-file p --no-passphrase",
            "train --data a --target b --output c --accuracy 2", "train --data a --target b --output c --ridge -1",
            "train --data a --target b --output c --accuracy nan",
            "encrypt --key a --contract b --input c --output d --format other",
            "encrypt --key a --contract b --input c --output -",
            "encrypt --key a --contract b --input c --output d --row 0",
            "encrypt --key a --contract b --input c --output d --delimiter ab",
            "encrypt --key a --contract b --input c --output d --delimiter 5",
            "encrypt --key a --contract b --input c --output d --decimal ;",
            "encrypt --key a --contract b --input c --output d --format phe --row 0",
            "encrypt --key a --contract b --input c --output d --format phe --compact",
            "encrypt --key a --contract b --input c --output d --format phe --encoding json",
            "score --model a --input b --output c --native-only --encoding other",
            "score --model - --input - --output c",
            "decrypt --key a", "inspect", "inspect a b", "number triple", "number encrypt --key k",
            "number encrypt --key k -- three",
            "number add-plain --key k a -- nan", "number multiply --key k a -- inf", "demo --rows 0", "demo --bits 512",
        ])
    func wrongUsage(_ line: String) throws {
        let run = try CommandRun.blindscore(line.split(separator: " ").map(String.init), in: folder)
        #expect(run.isOneSentence(status: 64), "\(run.status) \(run.errors)")
        #expect(try folder.names == [])
    }
}
