// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
import Foundation
package import Paillier

/// What the groups of a request or an answer must look like: a function of header, contract and key.
struct StreamShape: Sendable {
    let header: StreamHeader
    let key: PublicKey
    /// Rows of a full group.
    let groupRowCount: Int
    /// Bytes of each ciphertext as it is written.
    let ciphertextByteCount: Int
    private let contract: Contract

    init(_ header: StreamHeader, contract: Contract, key: PublicKey) {
        self.header = header
        self.contract = contract
        self.key = key
        groupRowCount = ScoringPlan(contract).slotCount(keySize: key.size)
        ciphertextByteCount =
            header.layout == .packedRows ? key.size.ciphertextByteCount : key.size.modulusByteCount
    }

    /// The most bytes that the message of a group has.
    var groupByteLimit: Int { contract.groupByteLimit(of: header.kind, ciphertextByteCount) }

    /// The most bytes that a group of any contract and key has: 4.2 million.
    static let largestGroup = Contract.maximumFeatureCount * (1024 + fieldOverhead) + groupOverhead

    /// A field's number and the length of at most 2,048 bytes.
    fileprivate static let fieldOverhead = 3
    /// Binding, index and row count with their numbers and lengths.
    fileprivate static let groupOverhead = 27

    /// The number of ciphertexts of a group; nil when it cannot have so many rows.
    func ciphertextCount(rowCount: Int) -> Int? {
        guard let slots = SlotLayout(contract, keySize: key.size, rowCount: rowCount) else { return nil }
        return header.kind == .request ? contract.columnCount : slots.answerCount
    }
}

extension Contract {
    /// The most bytes that the message of a group has, without its own number and length.
    fileprivate func groupByteLimit(of kind: StreamHeader.Kind, _ ciphertextByteCount: Int) -> Int {
        let count = kind == .request ? columnCount : outputs.count
        return count * (ciphertextByteCount + StreamShape.fieldOverhead) + StreamShape.groupOverhead
    }

    /// How long binary requests and answers in packed rows can be.
    ///
    /// - Returns: The most bytes of a group, and of all that is not in groups: signature, header, key and proof, closing message.
    package func streamSize(
        of kind: StreamHeader.Kind, keySize: KeySize
    ) -> (groupByteLimit: Int, frameByteLimit: Int) {
        // The modulus and the eight roots of its proof; what else there is are ids, a seed, two counts and their lengths.
        (
            groupByteLimit(of: kind, keySize.ciphertextByteCount) + 5,
            512 + (kind == .request ? 12 : 0) * keySize.modulusByteCount
        )
    }
}
