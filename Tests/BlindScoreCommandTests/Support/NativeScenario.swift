// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A model of several outputs, its contract, keys, and a request of three groups with its answer, made once by the command itself.
struct NativeScenario: Sendable {
    private let files: [String: [UInt8]]

    /// Rows in a ciphertext of 2048 bits for two features and an accuracy of 1e-6: slots of 42 bits.
    static let groupRowCount = 48

    /// Rows of `request.bin`.
    static let rowCount = 2 * groupRowCount + 1

    static func model(links: [String] = ["identity"], version: Int = 1) -> String {
        let outputs = links.enumerated().map { index, link in
            """
            {"name": "y\(index)", "unit": "%", "link": "\(link)", "minimum": -5, "maximum": 5,
             "intercept": \(0.5 - Double(index)), "coefficients": [\(0.0625 * Double(index + 1)), -0.0625]}
            """
        }
        return """
            {"name": "risk", "version": \(version), "accuracy": 1e-6,
             "features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
                          {"name": "sleep", "unit": "hours", "minimum": 0, "maximum": 12}],
             "outputs": [\(outputs.joined(separator: ", "))]}
            """
    }

    /// Ends of the ranges and what lies between, different from row to row.
    static func rows(_ count: Int) -> [[String]] {
        (0..<count).map { row in
            switch row % 4 {
            case 0: ["\(Double(row * 7 % 108) / 4)", "\(Double(row * 5 % 97) / 8)"]
            case 1: ["0", "12"]
            case 2: ["27", "0"]
            default: ["\(row % 28)", "\(Double(row % 119) / 10)"]
            }
        }
    }

    static func table(_ rows: [[String]]) -> String { Table.text(["phq9", "sleep"], rows) }

    static let shared = Result { try NativeScenario() }

    /// A folder with all of the files in it.
    static func folder() throws -> Workspace {
        let scenario = try shared.get()
        let folder = try Workspace()
        for (name, content) in scenario.files { try folder.write(content, to: name) }
        return folder
    }

    private init() throws {
        let folder = try Workspace()
        try folder.write(Self.model(), to: "model.json")
        try folder.write(Self.model(version: 2), to: "other-model.json")
        try folder.write(Self.table(Self.rows(Self.rowCount)), to: "rows.csv")
        for line in [
            "contract --model model.json --output contract.json",
            "contract --model other-model.json --output other-contract.json",
            "keygen --bits 2048 --output key.json --public-output public.json",
            "keygen --bits 2048 --output other-key.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --output request.bin",
            "encrypt --key key.json --contract contract.json --input rows.csv --output request.json",
            "encrypt --key key.json --contract contract.json --input rows.csv --compact --output compact.bin",
            "score --model model.json --input request.bin --output answer.bin",
            "score --model model.json --input request.bin --output answer.json",
        ] {
            let run = try CommandRun.blindscore(line.split(separator: " ").map(String.init), in: folder)
            guard run.status == 0 else { throw CommandRun.ProgramFailed(name: line, errors: run.errors) }
        }
        files = try Dictionary(uniqueKeysWithValues: folder.names.map { ($0, try folder.bytes($0)) })
    }
}

/// A binary request or answer taken apart into its messages, and put together again.
struct BinaryStream {
    let signature: [UInt8]
    /// Each with its field number and length in front: the header, the groups, the closing message.
    var messages: [Message]

    struct Message {
        let tag: UInt8
        var content: [UInt8]
    }

    init(_ bytes: [UInt8]) {
        signature = Array(bytes.prefix(8))
        messages = []
        var rest = bytes.dropFirst(8)
        while let tag = rest.popFirst() {
            var (count, shift) = (0, 0)
            while let byte = rest.popFirst() {
                count |= Int(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            messages.append(Message(tag: tag, content: Array(rest.prefix(count))))
            rest = rest.dropFirst(count)
        }
    }

    var bytes: [UInt8] {
        var bytes = signature
        for message in messages {
            bytes += [message.tag] + Self.varint(message.content.count) + message.content
        }
        return bytes
    }

    /// An integer as Protocol Buffers write lengths and numbers.
    static func varint(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }
}
