// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ScoringPipelines
import Tables
import WireFormats

extension InputFile {
    /// Reads as much of the file as tells what it is: a binary stream stays to be read, group by group.
    func incoming() throws(CommandFailure) -> IncomingFile {
        do throws(WireFormatError) {
            return try IncomingFile { try self.nextChunk() }
        } catch {
            if let failure { throw failure }
            let fault = error.code == .malformedJSON ? "not valid JSON, " : ""
            throw CommandFailure(.badInput, "\(name): \(fault)\(error)")
        }
    }

    /// Names this file in whatever is wrong with a request or answer read from it.
    ///
    /// Failures of other files pass. The target is what is written, for the advice where JSON cannot hold it.
    func explainingStream<Value>(
        into target: OutputFile, _ body: () throws -> Value
    ) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as WireFormatError {
            throw failure ?? CommandFailure(ExitStatus(error.code), "\(name): \(error)")
        } catch let error as TooLongForJSON {
            throw CommandFailure(
                .usage, "\(target.name): \(error): use a name that does not end in .json, or --encoding binary")
        } catch {
            throw CommandFailure(.internalFault, "internal fault: \(error)")
        }
    }

    /// Reads the file as JSON.
    func document() throws(CommandFailure) -> JSONDocument {
        try withContent { (bytes) throws(CommandFailure) in
            do throws(WireFormatError) {
                return try JSONDocument(bytes)
            } catch {
                let fault = error.code == .malformedJSON ? "not valid JSON, " : ""
                throw CommandFailure(.badInput, "\(name): \(fault)\(error)")
            }
        }
    }

    /// Reads the file as JSON and makes something of it.
    func decode<Value>(_ make: (JSONDocument) throws(WireFormatError) -> Value) throws(CommandFailure) -> Value {
        let document = try document()
        return try explaining { () throws(WireFormatError) in try make(document) }
    }

    /// Reads the file as a table, which is never held in memory as a whole.
    func reader(_ dialect: CSVDialect) -> CSVReader { CSVReader(dialect: dialect) { try self.nextChunk() } }

    /// Reads the header of a table and finds a contract's features in it.
    func table(
        of contract: Contract, _ dialect: CSVDialect, outOfRange: OutOfRangePolicy
    ) throws(CommandFailure) -> FeatureTable {
        let reader = reader(dialect)
        return try explaining { () throws(CSVError) in try FeatureTable(reader, contract, outOfRange: outOfRange) }
    }

    /// Reads one row of a table of this file; nil after the last.
    func nextRow(of table: inout FeatureTable) throws(CommandFailure) -> FeatureRow? {
        try explainingRow { () throws(CSVError) in try table.nextRow() }
    }

    /// Names this file in whatever is wrong with a row, and the option for values outside their ranges.
    func explainingRow(_ body: () throws(CSVError) -> FeatureRow?) throws(CommandFailure) -> FeatureRow? {
        do {
            return try body()
        } catch {
            let advice =
                error.code == .outOfRange ? " (--out-of-range clamp takes the nearest end of the range instead)" : ""
            throw failure ?? CommandFailure(.badInput, "\(name): \(error)\(advice)")
        }
    }

    /// Says once what of a table was not taken as it is: columns that another file does not name, values moved, values filled in.
    func report(on table: FeatureTable, by contract: String) {
        report(ignored: table.ignoredColumns, by: contract)
        if table.clampedRowCount > 0 {
            StandardError.write(
                "\(name): in \(table.clampedRowCount.of("row", "rows")) moved to the nearest end of its range: "
                    + quoted(table.clampedFeatures))
        }
        if table.filledRowCount > 0 {
            StandardError.write(
                "\(name): in \(table.filledRowCount.of("row", "rows")) missing, and replaced by the contract's ifMissing: "
                    + quoted(table.filledFeatures))
        }
    }

    /// Says once which columns of the table are not used, since another file does not name them.
    func report(ignored columns: [String], by other: String) {
        guard !columns.isEmpty else { return }
        StandardError.write("\(name): columns that \(other) does not name are ignored: \(quoted(columns))")
    }

    /// Names this file in whatever a library finds wrong with its content.
    func explaining<Value, Failure: Error & CustomStringConvertible>(
        _ body: () throws(Failure) -> Value
    ) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch {
            throw failure ?? CommandFailure(.badInput, "\(name): \(error)")
        }
    }
}

/// Names in quotation marks, as a list; of many the first ones.
func quoted(_ names: [String]) -> String {
    names.prefix(8).map { "“\($0)”" }.joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
}
