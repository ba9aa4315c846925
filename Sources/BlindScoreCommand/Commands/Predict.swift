// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ScoringPipelines

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has a table scored by a service that cannot read it.",
        discussion: """
            Encrypts the rows, sends them, decrypts the answers, and writes the table's columns and behind them the predictions, as \
            CSV with commas. An output that is called like a column of the table gets _predicted behind its name. The service's contract says \
            what predictions mean: --contract keeps it in a file when it is seen first, and afterwards refuses another. What is sent \
            again after a lost connection is answered and billed once. Rows that are finished are kept in OUTPUT.partial until all are, and \
            the same command goes on from there after an interruption; the requests that were under way then, four at most, are made anew \
            and billed again. Once OUTPUT is complete, the same command replaces it: all rows are scored and billed again. \
            The token goes over https, or to this machine, and nowhere else.
            """)

    @Option(help: ArgumentHelp("The address of the service, such as https://scores.example.org.", valueName: "url"))
    var server: String

    @Option(help: ArgumentHelp("The name of the model.", valueName: "name"))
    var model: String

    @Option(help: ArgumentHelp("The private key.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The table, CSV with a header; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The table with predictions to write, CSV; - is standard output.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "The contract that the service must have; written when the file does not exist.", valueName: "file"))
    var contract: String?

    @Flag(help: "Takes the contract that the service has now, and writes it to the file of --contract.")
    var acceptContract = false

    @Flag(
        help:
            "Adds a column NAME_error for each output behind all of them: how far off a number can be as it is written."
    )
    var withError = false

    @Option(
        help: ArgumentHelp(
            "A file whose one line is the account's token; - is standard input. Without it, none is sent.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Certificate authorities of one's own, in PEM: they alone are trusted. On Linux in builds with --traits OwnCA alone.",
            valueName: "file"))
    var caCertificate: String?

    @Option(
        help: ArgumentHelp(
            "A folder to add to, for each request, the three files that verify-receipt takes, and the service's receipt key.",
            valueName: "folder"))
    var receipts: String?

    @Option(
        help: ArgumentHelp("What to do with a value outside its feature's range: reject or clamp.", valueName: "policy")
    )
    var outOfRange = OutOfRangePolicy.reject

    @OptionGroup
    var dialect: DialectOptions

    @OptionGroup
    var passphrase: PassphraseOptions

    func validate() throws {
        guard !acceptContract || contract != nil else {
            throw ValidationError("--accept-contract writes the contract to the file of --contract")
        }
        guard caCertificate == nil || PredictionJob.takesAuthorities else {
            throw ValidationError(
                "--ca-certificate is not in this build, which trusts the certificates of the system: make yours one of them, on Linux "
                    + "with update-ca-certificates, or build blindscore with --traits OwnCA")
        }
        guard caCertificate == nil || !server.lowercased().hasPrefix("http:") else {
            throw ValidationError("--ca-certificate is for an address with https")
        }
    }

    func run() throws {
        let job = PredictionJob(
            server: server, model: model, key: key, input: input, output: output, contract: contract,
            acceptsContract: acceptContract, hasErrors: withError, tokenFile: tokenFile, caCertificate: caCertificate,
            receipts: receipts, outOfRange: outOfRange, dialect: dialect.dialect,
            passphraseFile: passphrase.passphraseFile)
        try Blocking.wait { try await job.run() }
    }
}
