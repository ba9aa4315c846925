// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

/// Files that python-paillier wrote, in `Vectors/`; `make_vectors.py` there says how.
enum PythonFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Vectors")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func document(_ name: String) throws -> JSONDocument { try JSONDocument(bytes(name)) }

    /// What phe decrypts a file of `pheutil` to.
    struct Number: Decodable, Sendable, CustomStringConvertible {
        let file, key: String
        let exponent: Int
        let plaintext: HexNumber
        var description: String { file }
    }

    /// What phe decrypts a request or an answer to.
    struct Exchange: Decodable, Sendable, CustomStringConvertible {
        let file: String
        let exponents: [Int]
        let plaintexts: [HexNumber]
        var description: String { file }
    }

    static var numbers: [Number] { vectors.numbers }
    static var exchanges: [Exchange] { vectors.exchanges }

    private struct Vectors: Decodable {
        let numbers: [Number]
        let exchanges: [Exchange]
    }

    private static let vectors: Vectors = {
        do {
            let vectors = try JSONDecoder().decode(Vectors.self, from: Data(bytes("vectors.json")))
            print("vectors: WireFormats \(vectors.numbers.count + vectors.exchanges.count)")
            return vectors
        } catch {
            fatalError("vectors.json: \(error)")
        }
    }()
}

extension PrivateKey {
    /// The plaintext of a ciphertext as a big integer.
    func number(in ciphertext: Ciphertext) throws -> BigUInt {
        try BigUInt(Data(decrypt(ciphertext).bigEndianBytes(count: publicKey.size.bits / 8)))
    }
}

extension JSONDocument {
    init(_ text: String) throws { try self.init(Array(text.utf8)) }
}
