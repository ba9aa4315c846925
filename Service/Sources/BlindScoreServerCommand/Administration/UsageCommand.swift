// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ScoringService
import Tables

/// What was billed.
struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "What was answered and billed.", subcommands: [UsageExport.self])
}

/// The ledger as CSV.
struct UsageExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the ledger as CSV: a row for each answer, nothing of its content.")

    @OptionGroup var options: StateOptions

    @Option(help: ArgumentHelp("The file to write, replaced if it exists; - for standard output.", valueName: "file"))
    var output = "-"

    func run() async throws {
        let state = try options.open()
        if output == "-" {
            try await write(state) { bytes in try StandardStreams.write(bytes) }
            return
        }
        Interruption.removesUnfinishedFiles()
        let file = try PrivateCopy(of: output, replaces: true)
        try await write(state) { bytes in try file.append(bytes) }
        try file.complete()
    }

    private func write(_ state: ServiceState, to write: ([UInt8]) throws -> Void) async throws {
        var writer = CSVWriter()
        writer.writeRow([
            "id", "time", "account", "model", "contract_id", "key_id", "rows", "outputs", "rows_times_outputs",
            "request_bytes", "answer_bytes",
        ])
        try write(writer.drain())
        var last: LedgerRow.ID = 0
        while true {
            let rows = try await state.ledger(after: last)
            guard let end = rows.last else { return }
            for row in rows {
                writer.writeRow([
                    "\(row.id)", row.time.formatted(.iso8601), row.account, row.model, row.contractID.hexadecimal,
                    row.keyID.hexadecimal, "\(row.rows)", "\(row.outputs)", "\(row.units)", "\(row.requestBytes)",
                    "\(row.answerBytes)",
                ])
            }
            try write(writer.drain())
            last = end.id
        }
    }
}
