// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import TestSupport
import WireFormats

/// Requests and answers of the native protocol in `Vectors/`; `make_messages.py` there encodes them.
enum MessageFiles {
    /// What a file holds.
    struct Stream: Decodable, Sendable, CustomStringConvertible {
        let file: String
        let binding, seed, request: HexBytes
        let groups: [Group]
        var description: String { file }

        var kind: StreamHeader.Kind { file == "native-answer" ? .answer : .request }
        var layout: StreamHeader.Layout { seed.bytes.isEmpty ? .packedRows : .compactRows(seed: seed.bytes) }
    }

    struct Group: Decodable, Sendable {
        let rows: Int
        let plaintexts: [HexNumber]
    }

    /// A contract; the first is that of the files.
    struct Terms: Decodable, Sendable, CustomStringConvertible {
        struct Input: Decodable, Sendable {
            let name, unit: String
            let minimum, maximum: Double?
            let levels: [String]?
            let ifMissing: Value?
        }
        /// What stands for a missing value: a number, or the text of a level.
        struct Value: Decodable, Sendable {
            let number: Double?
            let level: String?

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                level = try? container.decode(String.self)
                number = level == nil ? try container.decode(Double.self) : nil
            }
        }
        struct Prediction: Decodable, Sendable {
            let name, unit, link: String
            let minimum, maximum: Double
        }

        let name: String
        let version: UInt64
        let headroom: Int
        let accuracy: Double
        let features: [Input]
        let outputs: [Prediction]
        let id, message: HexBytes
        var description: String { name }

        /// The contract that the terms describe.
        var contract: Contract {
            get throws {
                try Contract(
                    name: name, version: version, accuracy: accuracy, headroom: headroom,
                    features: features.map(\.feature),
                    outputs: outputs.map {
                        Output(
                            name: $0.name, unit: $0.unit, link: Link(name: $0.link) ?? .identity, minimum: $0.minimum,
                            maximum: $0.maximum)
                    })
            }
        }
    }

    private struct File: Decodable {
        let contracts: [Terms]
        let streams: [Stream]
    }

    private static let file: File = {
        do {
            let file = try JSONDecoder().decode(File.self, from: Data(PythonFiles.bytes("messages.json")))
            print("vectors: messages \(file.contracts.count + 2 * file.streams.count)")
            return file
        } catch {
            fatalError("messages.json: \(error)")
        }
    }()

    static var streams: [Stream] { file.streams }
    static var contracts: [Terms] { file.contracts }
    static var terms: Terms { contracts[0] }
    static let key = KeyFixture.named("structured-2048")
    static let encodings: [(StreamEncoding, String)] = [(.binary, "bin"), (.json, "json")]

    /// The contract of the files.
    static let contract: Contract = {
        do { return try terms.contract } catch { fatalError("messages.json: \(error)") }
    }()

    /// The key with its proof, made once: verifying takes long.
    static let provenKey: ProvenPublicKey = {
        do { return ProvenPublicKey(try key.privateKey) } catch { fatalError("\(error)") }
    }()

    static func bytes(_ stream: String, _ encoding: StreamEncoding = .binary) throws -> [UInt8] {
        try PythonFiles.bytes("\(stream).\(encoding == .binary ? "bin" : "json")")
    }
}

extension MessageFiles.Terms.Input {
    fileprivate var feature: Feature {
        guard let levels else {
            return Feature(
                name: name, unit: unit, minimum: minimum ?? .nan, maximum: maximum ?? .nan, ifMissing: ifMissing?.number
            )
        }
        let ifMissing = ifMissing?.level.flatMap { text in
            levels.firstIndex { $0.utf8.elementsEqual(text.utf8) }
        }
        return Feature(name: name, unit: unit, levels: levels, ifMissing: ifMissing)
    }
}

extension IncomingFile {
    /// A file in memory, delivered in chunks of `chunk` bytes.
    init(_ bytes: [UInt8], chunk: Int) throws(WireFormatError) {
        var rest = bytes[...]
        try self.init {
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
    }
}

/// All groups of a request or answer for the contract and key of `MessageFiles`, their ciphertexts checked.
func readGroups(
    _ file: IncomingFile, contract: Contract = MessageFiles.contract, key: ProvenPublicKey? = MessageFiles.provenKey
) throws(WireFormatError) -> [(rows: Int, ciphertexts: [Ciphertext])] {
    var groups: [(rows: Int, ciphertexts: [Ciphertext])] = []
    func append(_ group: EncryptedGroup) throws(WireFormatError) {
        groups.append((group.rowCount, try group.ciphertexts()))
    }
    if file.streamKind == .answer {
        var reader = try ScoringAnswerReader(
            file, contract: contract, key: (key ?? MessageFiles.provenKey).publicKey)
        while let group = try reader.nextGroup() { try append(group) }
    } else {
        var reader = try ScoringRequestReader(file, contract: contract) { _ in key }
        while let group = try reader.nextGroup() { try append(group) }
    }
    return groups
}
