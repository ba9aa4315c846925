// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Paillier

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells the whole story in one run, on invented patients.",
        discussion: """
            Trains a model, makes a key, encrypts patients, scores the ciphertexts, decrypts the predictions and compares them with those \
            computed in the open. Shows what each party holds and sees, how many bytes pass, what an answer can tell of the model and how \
            far it can be off. Writes nothing to disk.
            """)

    @Option(help: ArgumentHelp("How many patients are scored.", valueName: "count"))
    var rows = 1000

    @Option(help: ArgumentHelp("The length of the key's modulus: 2048, 3072 or 4096.", valueName: "length"))
    var bits = 3072

    func validate() throws {
        guard rows >= 1 else { throw ValidationError("--rows must be at least 1") }
        guard (try? KeySize(bits: bits)) != nil else { throw ValidationError("--bits must be 2048, 3072 or 4096") }
    }

    func run() throws {
        let story = DemoStory(page: DemoPage(try OutputFile("-")), rowCount: rows, keySize: try KeySize(bits: bits))
        try story.tell()
    }
}
