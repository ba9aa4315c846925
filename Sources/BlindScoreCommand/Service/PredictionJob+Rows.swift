// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import ScoringClient
import ScoringPipelines
import Tables

extension PredictionJob {
    /// Predicts all rows into the target.
    ///
    /// - Returns: Where finished rows are kept until the target is complete.
    func predict(_ model: RemoteModel, _ keyID: KeyID, _ files: Files) async throws -> PartialFile? {
        // A table that can be read again is looked through first: a bad cell at its end would cost what was answered before it.
        let survey = try input != "-" && files.table.identity.isRegular ? survey(model.contract, files.table) : nil
        let partial = try survey.flatMap { survey throws(CommandFailure) in
            files.target.isFile
                ? try PartialFile(
                    of: output, boundTo: binding(survey.hash, model.contract, keyID), rowLimit: survey.table.rowCount)
                : nil
        }
        if files.target.replacesFile, partial?.keptRows == nil {
            StandardError.write(
                "\(output) exists already and is replaced in the end: its rows are scored, and billed, as any others")
        }
        do {
            try check(model, rows: survey.map { $0.table.rowCount - (partial?.rowCount ?? 0) })
            try await predict(model, files, partial, survey)
        } catch {
            let failure = error as? CommandFailure ?? CommandFailure(.internalFault, "internal fault: \(error)")
            guard let partial else { throw failure }
            guard let kept = partial.keptRows else {
                partial.remove()
                throw failure
            }
            throw CommandFailure(failure.status, "\(failure.message); \(kept)")
        }
        return partial
    }

    private func predict(
        _ model: RemoteModel, _ files: Files, _ partial: PartialFile?, _ survey: Survey?
    ) async throws {
        let total = survey?.table.rowCount
        let (contract, tableFile, target) = (model.contract, files.table, files.target)
        var table = try self.table(tableFile, contract)
        let columns = try predictionColumns(table.columnNames, contract, tableFile)
        var writer = PredictionWriter(beside: table.columnNames, names: columns.names, errorNames: columns.errorNames)
        try target.write(writer.drain())
        let done = partial?.rowCount ?? 0
        for _ in 0..<done { _ = try tableFile.explaining { () throws(CSVError) in try table.skipRow() } }
        try partial?.copy(to: target)
        if done > 0 { StandardError.write("\(output): \(done.of("row", "rows")) of an earlier run") }

        if total.map({ done < $0 }) ?? true {
            let progress = ProgressBar("predicted") { rows in total.map { Double(done + Int(rows)) / Double($0) } }
            // The rows under way as they stand in the file.
            var records: [CSVRecord] = []
            let summary = try await explainingService {
                try await model.predict(
                    nextRow: {
                        let row = try tableFile.nextRow(of: &table)
                        if row != nil { records.append(table.record) }
                        return row
                    },
                    consume: { rows in
                        for (row, record) in zip(rows, records) { writer.write(row, beside: record) }
                        records.removeFirst(rows.count)
                        let bytes = writer.drain()
                        try partial?.append(bytes, rowCount: rows.count)
                        try target.write(wiping: bytes)
                    }, progress: progress.show)
            }
            progress.end()
            summary.report(tableFile.name, contract, verb: "predicted")
        }
        guard total.map({ $0 == table.rowCount }) ?? true else { throw changed }
        // After an earlier run this table has not looked at every cell.
        tableFile.report(on: survey?.table ?? table, by: files.contractName)
        let renamed = zip(contract.outputs, columns.names).filter { $0.name != $1 }.map(\.1)
        if !renamed.isEmpty {
            StandardError.write(
                "\(tableFile.name): outputs are called like columns of the table, so predictions are in \(quoted(renamed))"
            )
        }
    }

    private func table(_ file: InputFile, _ contract: Contract) throws(CommandFailure) -> FeatureTable {
        let reader = file.reader(dialect)
        return try file.explaining { () throws(CSVError) in
            try FeatureTable(reader, contract, outOfRange: outOfRange, keepsEveryCell: true)
        }
    }

    /// Refuses before anything is sent what the account's budget does not allow.
    private func check(_ model: RemoteModel, rows: Int?) throws(CommandFailure) {
        guard let rows, let remaining = model.remainingBudget else { return }
        let slots = UInt64(rows) * UInt64(model.contract.outputs.count)
        guard slots <= remaining else {
            throw CommandFailure(
                .badInput,
                "the account's budget for “\(self.model)” has \(Int(clamping: remaining).of("slot", "slots")) left, and \(input) needs "
                    + "\(Int(clamping: slots).grouped)\(Self.budgetAdvice)")
        }
    }
}

// The whole table before anything is sent.
extension PredictionJob {
    private struct Survey {
        /// Read to its end.
        let table: FeatureTable
        let hash: BodyHash
    }

    private var changed: CommandFailure {
        CommandFailure(.badInput, "\(input) was changed while it was read")
    }

    private func survey(_ contract: Contract, _ tableFile: InputFile) throws(CommandFailure) -> Survey {
        let content = try InputFile(input, limit: .max)
        let hash = try BodyHash { () throws(CommandFailure) in try content.nextChunk() }
        let file = try InputFile(input, limit: .max)
        for file in [content, file] where !file.identity.isSameFile(as: tableFile.identity) { throw changed }
        var table = try self.table(file, contract)
        while try file.nextRow(of: &table) != nil {}
        return Survey(table: table, hash: hash)
    }

    /// What finished rows depend on.
    private func binding(_ input: BodyHash, _ contract: Contract, _ keyID: KeyID) -> BodyHash {
        let parts = [
            "\(input)", "\(contract.id)", "\(keyID)", server, model, "\(hasErrors)", outOfRange.defaultValueDescription,
            "\(dialect.separator ?? 0)", "\(dialect.decimal)",
        ]
        return BodyHash(of: Array(parts.map { "\($0.utf8.count) \($0)" }.joined(separator: "\n").utf8))
    }
}

// The columns behind those of the table.
extension PredictionJob {
    /// Names that the table has not yet.
    private func predictionColumns(
        _ columns: [String], _ contract: Contract, _ file: InputFile
    ) throws(CommandFailure) -> (names: [String], errorNames: [String]) {
        var taken = Set(columns)
        let names = try contract.outputs.map { output throws(CommandFailure) in
            let name = taken.contains(output.name) ? output.name + "_predicted" : output.name
            return try claim(name, &taken, file)
        }
        guard hasErrors else { return (names, []) }
        return (names, try names.map { name throws(CommandFailure) in try claim(name + "_error", &taken, file) })
    }

    private func claim(
        _ name: String, _ taken: inout Set<String>, _ file: InputFile
    ) throws(CommandFailure) -> String {
        guard taken.insert(name).inserted else {
            throw CommandFailure(
                .badInput,
                "\(file.name): a column “\(name)” is there already, where one of that name would hold predictions or their errors"
            )
        }
        return name
    }
}
