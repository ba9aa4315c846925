// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ScoringPipelines
import Tables
import WireFormats

struct Encrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Encrypts the features of the rows of a table.",
        discussion: """
            The columns of the table are found by their names, and others are ignored. Numbers may be written as true and false; empty \
            cells, NA, N/A, NaN, null and None are missing values, for which the contract may have a number or level. \
            A public key file works as well as the whole key, only slower. The native format holds any number of rows, in JSON 1,000. \
            The format phe is that of python-paillier programs and holds one row; a longer table needs --row. Programs that take no \
            exponents but 0, or none at all, need --exponent 0 and whole numbers.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case native
        case phe
    }

    @Option(help: ArgumentHelp("The key, private or public.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The contract of the model, JSON.", valueName: "file"))
    var contract: String

    @Option(help: ArgumentHelp("The table, CSV with a header; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The request to write; - is standard output.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("The format of the request.", valueName: "name"))
    var format = Format.native

    @Option(
        help: ArgumentHelp(
            "The power of 16 of which the values of a phe request are multiples: 0 for whole numbers, or --exponent=-1 and so on. Without it, what the contract gives.",
            valueName: "number"))
    var exponent: Int?

    @Option(
        help: ArgumentHelp(
            "The encoding of a native request. Without it: json where the output's name ends in .json, else binary.",
            valueName: "name"))
    var encoding: StreamEncoding?

    @Flag(help: "Halves a native request; needs the private key and takes four to five times as long.")
    var compact = false

    @Option(help: ArgumentHelp("Which row of the table, counted from 1.", valueName: "number"))
    var row: Int?

    @Option(
        help: ArgumentHelp("What to do with a value outside its feature's range: reject or clamp.", valueName: "policy")
    )
    var outOfRange = OutOfRangePolicy.reject

    @OptionGroup
    var dialect: DialectOptions

    @OptionGroup
    var passphrase: PassphraseOptions

    func validate() throws {
        guard format == .native || !compact && encoding == nil else {
            throw ValidationError("--compact and --encoding are for the native format, and phe has one form alone")
        }
        guard format == .phe || exponent == nil else { throw ValidationError("--exponent is for --format phe") }
        guard (PythonPaillierEncodedNumber.exponents.lowerBound...0).contains(exponent ?? 0) else {
            throw ValidationError("--exponent goes from \(PythonPaillierEncodedNumber.exponents.lowerBound) to 0")
        }
        guard row ?? 1 >= 1 else { throw ValidationError("--row counts from 1") }
    }

    func run() throws {
        let encoding = format == .native ? try StreamEncoding.choose(encoding, output: output) : nil
        let keyFile = try KeyFile(key, passphrase)
        let contractFile = try InputFile(contract)
        let tableFile = try InputFile(input, limit: .max)
        let target = try OutputFile(output, inputs: keyFile.inputs + [contractFile, tableFile])

        let contract = try contractFile.decode(Contract.init)
        if let encoding {
            let files = (key: keyFile, contract: contractFile, table: tableFile, target: target)
            try encryptNative(contract, files, encoding)
        } else {
            try encryptExchange(contract, keyFile, contractFile, tableFile, target)
        }
    }
}

extension Encrypt {
    /// Writes a native request of all rows, or of the chosen one.
    private func encryptNative(
        _ contract: Contract, _ files: (key: KeyFile, contract: InputFile, table: InputFile, target: OutputFile),
        _ encoding: StreamEncoding
    ) throws(CommandFailure) {
        let (tableFile, target) = (files.table, files.target)
        let key = try RowEncryptor.Key(files.key, isCompact: compact)
        var table = try tableFile.table(of: contract, dialect.dialect, outOfRange: outOfRange)
        var chosen = try row.map { number throws(CommandFailure) in [try chosenRow(number, of: &table, in: tableFile)] }
        let progress = ProgressBar("encrypted", tableFile)
        let count = try tableFile.explainingStream(into: target) {
            try RowEncryptor(contract: contract, key: key).runAndWait(
                {
                    if chosen != nil { return chosen?.popLast() }
                    return try tableFile.nextRow(of: &table)
                },
                isCompact: compact, encoding, { try target.write($0) }, progress.show
            ).rowCount
        }
        progress.end()
        try OutputFile.commit(target)
        tableFile.report(on: table, by: files.contract.name)
        StandardError.write("\(tableFile.name): \(Int(clamping: count).of("row", "rows")) encrypted")
    }

    private func chosenRow(
        _ number: Int, of table: inout FeatureTable, in file: InputFile
    ) throws(CommandFailure) -> FeatureRow {
        guard let row = try file.explainingRow({ () throws(CSVError) in try table.row(number) }) else {
            throw noSuchRow(number, of: table.rowCount, in: file)
        }
        return row
    }

    private func noSuchRow(_ number: Int, of count: Int, in file: InputFile) -> CommandFailure {
        CommandFailure(.badInput, "\(file.name) has \(count.of("row", "rows")) and no row \(number)")
    }

    /// Writes a python-paillier request of one row.
    private func encryptExchange(
        _ contract: Contract, _ keyFile: KeyFile, _ contractFile: InputFile, _ tableFile: InputFile,
        _ target: OutputFile
    ) throws {
        let key = try EncryptionKey(keyFile)
        let encoder = try contractFile.explaining { () throws(UnboundedError) in
            try UnboundedEncoder(contract: contract, publicKey: key.publicKey, exponent: exponent)
        }
        var table = try tableFile.table(of: contract, dialect.dialect, outOfRange: outOfRange)
        let values = try chosenRow(row ?? 1, of: &table, in: tableFile)
        let line = table.line
        if row == nil, try tableFile.explaining({ () throws(CSVError) in try table.skipRow() }) {
            throw CommandFailure(
                .usage, "\(tableFile.name) has several rows and this format holds one: choose it with --row")
        }
        let encoded: [PythonPaillierEncodedNumber]
        do {
            encoded = try encoder.encode(values)
        } catch {
            throw CommandFailure(.badInput, "\(tableFile.name), line \(line): \(error)")
        }
        let request = PythonPaillierRequest(publicKey: key.publicKey, values: try key.encrypt(encoded))
        try target.write(request.jsonText())
        try OutputFile.commit(target)
        tableFile.report(on: table, by: contractFile.name)
        StandardError.write("\(tableFile.name): 1 row encrypted")
    }
}
