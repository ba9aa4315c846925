// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
public import Paillier

/// The rows of one group as they came: counted and in their place, their ciphertexts not yet checked.
///
/// Checking is the costly part and can be done by whoever works on the group, several at once.
public struct EncryptedGroup: Sendable {
    /// The group's number, from 0.
    public let index: UInt64
    /// Its rows, at least 1.
    public let rowCount: Int
    private let pieces: [Data]
    private let shape: StreamShape

    init(_ group: WireRowGroup, _ shape: StreamShape) throws(WireFormatError) {
        let path = JSONPath.group(group.index)
        let ciphertexts = JSONPath.member(of: path, name: "ciphertexts")
        let rowCount = Int(group.rowCount)
        guard let count = shape.ciphertextCount(rowCount: rowCount), group.ciphertexts.count == count else {
            throw WireFormatError(
                .countMismatch, "the group has other ciphertexts than the contract demands", at: ciphertexts)
        }
        guard group.ciphertexts.allSatisfy({ $0.count == shape.ciphertextByteCount }) else {
            throw WireFormatError(
                .countMismatch, "expected \(shape.ciphertextByteCount) bytes for each ciphertext", at: ciphertexts)
        }
        index = group.index
        pieces = group.ciphertexts
        self.rowCount = rowCount
        self.shape = shape
    }

    /// The ciphertexts, restored where the request is compact, and checked.
    ///
    /// - Throws: ``WireFormatError`` with code `invalidCiphertext` when one of them is not valid under the key; never says which.
    /// - Complexity: A division and a product modulo n for each, one inversion for all; compact ones take a hash more.
    public func ciphertexts() throws(WireFormatError) -> [Ciphertext] {
        try Self.ciphertexts(of: [self])[0]
    }

    /// The ciphertexts of several groups of one message.
    ///
    /// - Throws: ``WireFormatError`` as for one group; names the first of the groups that does not pass by itself.
    /// - Complexity: As for each group, but one inversion for all of them.
    package static func ciphertexts(of groups: [EncryptedGroup]) throws(WireFormatError) -> [[Ciphertext]] {
        guard let first = groups.first else { return [] }
        do {
            var numbers: [[[UInt8]]] = []
            for group in groups { numbers.append(try group.numbers()) }
            return try first.shape.key.ciphertexts(groups: numbers)
        } catch {
            // Which group it was is found out by looking at each by itself.
            if groups.count > 1 {
                for group in groups { _ = try group.ciphertexts() }
            }
            let path = JSONPath.member(of: .group(first.index), name: "ciphertexts")
            throw WireFormatError(.invalidCiphertext, error.description, at: path)
        }
    }

    /// The ciphertexts' bytes, not yet checked.
    private func numbers() throws(PaillierError) -> [[UInt8]] {
        var numbers: [[UInt8]] = []
        numbers.reserveCapacity(pieces.count)
        for (place, piece) in pieces.enumerated() {
            let bytes = [UInt8](piece)
            switch shape.header.layout {
            case .packedRows: numbers.append(bytes)
            case .compactRows(let seed):
                numbers.append(
                    try shape.key.restoreCompact(
                        high: bytes, seed: seed, index: index * UInt64(pieces.count) + UInt64(place)))
            }
        }
        return numbers
    }
}
