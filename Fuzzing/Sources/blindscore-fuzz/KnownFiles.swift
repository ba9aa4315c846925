// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import ScoringPipelines
import Tables
import WireFormats

/// What the test files of requests, answers and numbers were made with, read from beside them.
enum KnownFiles {
    private static let vectors = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Tests/WireFormatsTests/Vectors")

    /// The client's key of the native protocol's files, with its proof: their requests carry it.
    static let key: ProvenPublicKey = orStop {
        guard let key = try StreamSummary(IncomingFile(bytes("request.bin"), chunk: 1000)).provenKey() else {
            fatalError("request.bin carries no key")
        }
        return key
    }

    /// The contract of the native protocol's files.
    static let contract: Contract = orStop {
        struct Messages: Decodable {
            struct Terms: Decodable { let message: String }
            let contracts: [Terms]
        }
        let digits = Array(
            try JSONDecoder().decode(Messages.self, from: Data(bytes("messages.json"))).contracts[0].message)
        let message = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return try Contract(messageBytes: message)
    }

    /// The key of python-paillier's files.
    static let pythonKey: PublicKey = orStop { try PublicKey(JSONDocument(bytes("phe-2048.public.json"))) }

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: vectors.appending(path: name)))
    }

    private static func orStop<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { fatalError("a test file cannot be read: \(error)") }
    }
}

extension IncomingFile {
    /// A file in memory, delivered in chunks.
    init(_ bytes: [UInt8], chunk: Int) throws(WireFormatError) {
        var rest = bytes[...]
        try self.init {
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
    }
}

extension CSVReader {
    /// A table in memory, delivered in chunks.
    init(_ bytes: [UInt8], chunk: Int, dialect: CSVDialect = CSVDialect()) {
        var rest = bytes[...]
        self.init(dialect: dialect) {
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
    }
}
