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
    /// - Complexity: Five products for each, one inversion modulo n for all; compact ones take a hash and two products more.
    public func ciphertexts() throws(WireFormatError) -> [Ciphertext] {
        do {
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
            return try shape.key.ciphertexts(bigEndianBytes: numbers)
        } catch {
            let path = JSONPath.member(of: .group(index), name: "ciphertexts")
            throw WireFormatError(.invalidCiphertext, error.description, at: path)
        }
    }
}
