// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import BigInt
import Foundation
package import ModularArithmetic

/// Known answers in JSON files beside this one; `Vectors/SOURCES.md` says who made them.
package enum VectorFile {
    /// One list of a file, in the file's order.
    ///
    /// Prints how many there are: `Scripts/test` counts these lines.
    ///
    /// - Throws: The decoder's error when the file is missing, damaged or has an empty list.
    package static func load<Vector: Decodable>(
        _ file: String, _ list: String = "vectors", as type: Vector.Type = Vector.self
    ) throws -> [Vector] {
        let vectors: [Vector] = try read(file, list)
        print("vectors: \(file)/\(list) \(vectors.count)")
        return vectors
    }

    static func read<Vector: Decodable>(_ file: String, _ list: String) throws -> [Vector] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        let decoder = JSONDecoder()
        decoder.userInfo[List<Vector>.nameKey] = list
        let data = try Data(contentsOf: folder.appending(path: "\(file).json"))
        return try decoder.decode(List<Vector>.self, from: data).vectors
    }

    private struct List<Vector: Decodable>: Decodable {
        static var nameKey: CodingUserInfoKey { CodingUserInfoKey(rawValue: "list") ?? { fatalError("no key") }() }
        let vectors: [Vector]

        init(from decoder: any Decoder) throws {
            guard let name = decoder.userInfo[Self.nameKey] as? String else { fatalError("no list named") }
            let lists = try decoder.container(keyedBy: Name.self)
            vectors = try lists.decode([Vector].self, forKey: Name(stringValue: name))
            guard !vectors.isEmpty else {
                throw DecodingError.valueNotFound(
                    Vector.self, .init(codingPath: lists.codingPath, debugDescription: "\(name) is empty"))
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A non-negative integer, written in hexadecimal in the files.
package struct HexNumber: Decodable, Sendable {
    package let value: BigUInt

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = BigUInt(text, radix: 16) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a hexadecimal number"))
        }
        self.value = value
    }

    package var natural: Natural { Natural(big: value) }

    /// Big-endian bytes, as many as the value needs.
    package var bytes: [UInt8] { value.bigEndianBytes() }
}
