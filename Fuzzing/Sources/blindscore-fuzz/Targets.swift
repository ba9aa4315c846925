// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import KeyFiles
import ModelBuilding
import Paillier
import ScoringPipelines
import Tables
import WireFormats

/// What is done with an input.
///
/// Whatever ends it other than by returning is a finding.
typealias FuzzTarget = @Sendable ([UInt8]) -> Void

/// Every reader of the library, by name; Scripts/fuzz knows what files each of them starts from.
let fuzzTargets: [String: FuzzTarget] = [
    "json": reader { (bytes) throws(WireFormatError) in
        // In one piece and in many: the same document, or the same refusal.
        let whole = Result { () throws(WireFormatError) in try JSONDocument(bytes).kind }
        let pieces = Result { () throws(WireFormatError) in try IncomingFile(bytes, chunk: 7).kind }
        if case .success(let kind) = whole {
            guard case .success(let other) = pieces else { fatalError("chunks are refused, the whole is not") }
            precondition(other == .json(kind), "chunks make another document")
        }
        _ = try whole.get()
    },
    "contract": reader { (bytes) throws(WireFormatError) in
        let contract = try Contract(JSONDocument(bytes))
        mustSurvive(contract) { () throws(WireFormatError) in try Contract(JSONDocument(contract.jsonText())) }
    },
    "contract-message": reader { (bytes) throws(WireFormatError) in
        let contract = try Contract(messageBytes: bytes)
        mustSurvive(contract) { () throws(WireFormatError) in try Contract(messageBytes: contract.messageBytes()) }
    },
    "refusal": reader { (bytes) throws(WireFormatError) in
        let refusal = try RefusalMessage(jsonText: bytes)
        mustSurvive(refusal) { () throws(WireFormatError) in try RefusalMessage(jsonText: refusal.jsonText()) }
    },
    "model": reader { (bytes) throws(WireFormatError) in
        let text = try ModelFile(JSONDocument(bytes)).jsonText()
        mustSurvive(text) { () throws(WireFormatError) in try ModelFile(JSONDocument(text)).jsonText() }
    },
    "features": reader { (bytes) throws(WireFormatError) in
        let features = try FeatureDescriptions(JSONDocument(bytes))
        mustSurvive(features) { () throws(WireFormatError) in try FeatureDescriptions(JSONDocument(features.jsonText()))
        }
    },
    "public-key": reader { (bytes) throws(WireFormatError) in
        let text = try PublicKey(JSONDocument(bytes)).jsonText()
        mustSurvive(text) { () throws(WireFormatError) in try PublicKey(JSONDocument(text)).jsonText() }
    },
    "private-key": reader { (bytes) throws(WireFormatError) in _ = try PrivateKey(JSONDocument(bytes)) },
    "sealed-key": reader { (bytes) throws(WireFormatError) in
        // Opening takes long by design, so here are only the steps before it.
        _ = try SealedPrivateKey(JSONDocument(bytes)).publicKey
    },
    "number": reader { (bytes) throws(WireFormatError) in
        let key = KnownFiles.pythonKey
        let text = try PythonPaillierEncryptedNumber(JSONDocument(bytes), under: key).jsonText()
        mustSurvive(text) { () throws(WireFormatError) in
            try PythonPaillierEncryptedNumber(JSONDocument(text), under: key).jsonText()
        }
    },
    "exchange-request": reader { (bytes) throws(WireFormatError) in
        let text = try PythonPaillierRequest(JSONDocument(bytes)).jsonText()
        mustSurvive(text) { () throws(WireFormatError) in try PythonPaillierRequest(JSONDocument(text)).jsonText() }
    },
    "exchange-answer": reader { (bytes) throws(WireFormatError) in
        let text = try PythonPaillierAnswer(JSONDocument(bytes)).jsonText()
        mustSurvive(text) { () throws(WireFormatError) in try PythonPaillierAnswer(JSONDocument(text)).jsonText() }
    },
    "stream": reader(stream),
    "stream-json": reader(stream),
    "csv": reader { (bytes) throws(CSVError) in
        // The first byte says how large the pieces are.
        let text = Array(bytes.dropFirst())
        let whole = Result { () throws(CSVError) in try rows(CSVReader(text)) }
        let pieces = Result { () throws(CSVError) in try rows(CSVReader(text, chunk: 1 + Int(bytes.first ?? 0) % 16)) }
        precondition(whole == pieces, "the table depends on its chunks")
        _ = try whole.get()
    },
    "table": reader { (bytes) throws(CSVError) in
        let reader = CSVReader(bytes, chunk: 61, dialect: dialect(bytes.count))
        var table = try CSVTable(reader, columns: [CSVColumn("a", .number), CSVColumn("b", .any)])
        while let row = try table.nextRow() {
            precondition(row.cells.count == 2, "a row of other columns")
            switch row.cells[0] {
            case .number(let value): precondition(value.isFinite, "a number that is none")
            case .missing: break
            case .text: preconditionFailure("text in a column of numbers")
            }
        }
    },
    "rows": reader { (bytes) throws(CSVError) in
        let contract = KnownFiles.contract
        let packer = RowPacker(contract, key: KnownFiles.pythonKey)
        let reader = CSVReader(bytes, chunk: 61, dialect: dialect(bytes.count))
        var table = try FeatureTable(reader, contract, outOfRange: bytes.count % 4 < 2 ? .reject : .clamp)
        while let row = try table.nextRow() {
            // Whatever a table lets through is a row of the contract, and fits its slots.
            // Packing stops at an integer that leaves its slot.
            guard let plaintexts = try? packer.pack([row]) else { fatalError("no row of the contract") }
            precondition(plaintexts.count == contract.columnCount, "a row of other columns")
        }
    },
    "training-data": reader { (bytes) throws(CSVError) in
        var choice = ColumnChoice(target: "y")
        choice.family = bytes.count % 4 < 2 ? .gaussian : .binomial
        choice.missingCells = [.reject, .drop, .mean][bytes.count % 3]
        let table = try TrainingTable(CSVReader(bytes, chunk: 61, dialect: dialect(bytes.count)), choice)
        precondition(table.data.rowCount > 0, "data without a row")
    },
]

/// Any separator, and a decimal mark that the length of an input chooses.
private func dialect(_ count: Int) -> CSVDialect {
    CSVDialect(separator: nil, decimal: UInt8(ascii: count % 2 == 0 ? "." : ","))
}

/// A target that reads: a value or an error of this one type.
///
/// That there is no other is for the compiler to see.
private func reader<Failure: Error>(_ read: @escaping @Sendable ([UInt8]) throws(Failure) -> Void) -> FuzzTarget {
    { bytes in
        do throws(Failure) { try read(bytes) } catch {}
    }
}

/// Stops unless what was written reads back as it was.
private func mustSurvive<Value: Equatable>(_ value: Value, _ readBack: () throws(WireFormatError) -> Value) {
    do throws(WireFormatError) {
        let again = try readBack()
        precondition(again == value, "what was written reads back as something else")
    } catch {
        fatalError("what was written is refused: \(error)")
    }
}

/// Reads a request or answer in either encoding, without and with the contract; both must see as many rows.
private func stream(_ bytes: [UInt8]) throws(WireFormatError) {
    let known = KnownFiles.key
    let summary = Result { () throws(WireFormatError) in
        try StreamSummary(IncomingFile(bytes, chunk: 1000))
    }
    let file = try IncomingFile(bytes, chunk: 333)
    var rows: UInt64 = 0
    if file.streamKind == .answer {
        var reader = try ScoringAnswerReader(file, contract: KnownFiles.contract, key: known.publicKey)
        while let group = try reader.nextGroup() {
            rows += UInt64(try group.ciphertexts().isEmpty ? 0 : group.rowCount)
        }
    } else {
        var reader = try ScoringRequestReader(file, contract: KnownFiles.contract) { id in id == known.id ? known : nil
        }
        while let group = try reader.nextGroup() {
            rows += UInt64(try group.ciphertexts().isEmpty ? 0 : group.rowCount)
        }
    }
    guard case .success(let summary) = summary else { fatalError("the summary refuses what its reader accepts") }
    precondition(rows > 0 && summary.rowCount == rows, "the summary counts other rows")
}

private func rows(_ reader: CSVReader) throws(CSVError) -> [[[UInt8]]] {
    var reader = reader
    var record = CSVRecord()
    var rows: [[[UInt8]]] = []
    while try reader.next(into: &record) { rows.append((0..<record.count).map { Array(record[$0]) }) }
    return rows
}
