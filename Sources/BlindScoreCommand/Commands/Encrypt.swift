// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Encrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Encrypts the features of one row.",
        discussion: """
            A public key file works as well as the whole key, only slower. The format phe is that of python-paillier programs and holds \
            one row; a longer table needs --row.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case native
        case phe
    }

    enum OutOfRange: String, ExpressibleByArgument, CaseIterable {
        case reject
        case clamp
    }

    @Option(help: ArgumentHelp("The key, private or public.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The contract of the model, JSON.", valueName: "file"))
    var contract: String

    @Option(help: ArgumentHelp("The table, CSV with a header; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The request to write, JSON; - is standard output.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("The format of the request. Only phe exists so far.", valueName: "name"))
    var format = Format.native

    @Option(help: ArgumentHelp("Which row of the table, counted from 1.", valueName: "number"))
    var row: Int?

    @Option(
        help: ArgumentHelp("What to do with a value outside its feature's range: reject or clamp.", valueName: "policy")
    )
    var outOfRange = OutOfRange.reject

    func validate() throws {
        guard format == .phe else {
            throw ValidationError("the native format does not exist yet: choose --format phe")
        }
        guard row ?? 1 >= 1 else { throw ValidationError("--row counts from 1") }
    }

    func run() throws {
    }
}
