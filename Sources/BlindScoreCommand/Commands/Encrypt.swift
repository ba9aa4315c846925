// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ScoringPipelines
import WireFormats

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
        let keyFile = try InputFile(key)
        let contractFile = try InputFile(contract)
        let tableFile = try InputFile(input, limit: .max)
        let target = try OutputFile(output, inputs: [keyFile, contractFile, tableFile])

        let contract = try contractFile.decode(Contract.init)
        let key = try EncryptionKey(keyFile)
        let encoder = try contractFile.explaining { () throws(ExchangeError) in
            try ExchangeEncoder(contract: contract, publicKey: key.publicKey)
        }
        var table = try tableFile.table(columns: contract.features.map(\.name))
        let chosen = try chosenRow(of: &table, in: tableFile)
        let encoded = try tableFile.explaining { () throws(ExchangeError) in
            try encoder.encode(chosen.values, outOfRange: outOfRange == .clamp ? .clamp : .reject)
        }
        let request = PythonPaillierRequest(publicKey: key.publicKey, values: try key.encrypt(encoded))
        try target.write(request.jsonText())
        try OutputFile.commit(target)

        tableFile.report(ignored: table.ignoredColumns, by: contractFile.name)
        let clamped = zip(chosen.values, contract.features).filter { $0 < $1.minimum || $0 > $1.maximum }.map(\.1.name)
        if !clamped.isEmpty {
            StandardError.write(
                "\(tableFile.name), line \(chosen.line): moved to the nearest end of its range: \(quoted(clamped))")
        }
    }

    /// The row to encrypt: the chosen one, or the only one.
    private func chosenRow(of table: inout CSVTable, in file: InputFile) throws(CommandFailure) -> CSVRow {
        var last: CSVRow?
        while table.rowCount < row ?? 2, let next = try file.explaining({ () throws(CSVError) in try table.nextRow() })
        {
            last = next
        }
        guard let last, table.rowCount == row ?? 1 else {
            if let row {
                throw CommandFailure(
                    .badInput, "\(file.name) has \(table.rowCount.of("row", "rows")) and no row \(row)")
            }
            throw CommandFailure(
                .usage, "\(file.name) has several rows and this format holds one: choose it with --row")
        }
        return last
    }
}
