// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringPipelines
import WireFormats

extension InputFile {
    /// Reads the file as JSON.
    func document() throws(CommandFailure) -> JSONDocument {
        try withContent { (bytes) throws(CommandFailure) in
            try explaining { () throws(WireFormatError) in try JSONDocument(bytes) }
        }
    }

    /// Reads the file as JSON and makes something of it.
    func decode<Value>(_ make: (JSONDocument) throws(WireFormatError) -> Value) throws(CommandFailure) -> Value {
        let document = try document()
        return try explaining { () throws(WireFormatError) in try make(document) }
    }

    /// Reads the header of a table, which is not held in memory, and finds columns in it.
    func table(columns: [String]) throws(CommandFailure) -> CSVTable {
        let reader = CSVReader { try self.nextChunk() }
        return try explaining { () throws(CSVError) in try CSVTable(reader, columns: columns) }
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
