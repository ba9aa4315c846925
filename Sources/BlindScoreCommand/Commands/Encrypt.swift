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
        let row = try chosenRow(of: tableFile, contract)
        let key = try EncryptionKey(keyFile)
        let encoder = try contractFile.explaining { () throws(ExchangeError) in
            try ExchangeEncoder(contract: contract, publicKey: key.publicKey)
        }
        let encoded = try tableFile.explaining { () throws(ExchangeError) in
            try encoder.encode(row.values, outOfRange: outOfRange == .clamp ? .clamp : .reject)
        }
        let request = PythonPaillierRequest(publicKey: key.publicKey, values: try key.encrypt(encoded))
        try target.write(request.jsonText())
        try OutputFile.commit(target)
    }

    /// The features of the row to encrypt, in the contract's order.
    private func chosenRow(of file: InputFile, _ contract: Contract) throws(CommandFailure) -> CSVRow {
        var table = try file.table(columns: contract.features.map(\.name))
        file.report(ignored: table.ignoredColumns, by: self.contract)
        var chosen: CSVRow?
        while table.rowCount < row ?? 2, let next = try file.explaining({ () throws(CSVError) in try table.nextRow() })
        {
            chosen = next
        }
        guard let chosen, table.rowCount == row ?? 1 else {
            if let row { throw CommandFailure(.badInput, "\(file.name) has \(table.rowCount) rows and no row \(row)") }
            throw CommandFailure(
                .usage, "\(file.name) has several rows and this format holds one: choose it with --row")
        }
        if outOfRange == .clamp { reportClamped(chosen, contract, file) }
        return chosen
    }

    /// Says which values are replaced by an end of their range, and not what they are.
    private func reportClamped(_ row: CSVRow, _ contract: Contract, _ file: InputFile) {
        let clamped = zip(row.values, contract.features).filter { $0 < $1.minimum || $0 > $1.maximum }.map(\.1.name)
        guard !clamped.isEmpty else { return }
        StandardError.write(
            "\(file.name), line \(row.line): outside their ranges and moved to the nearest end: \(quoted(clamped))")
    }
}
