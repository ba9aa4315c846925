// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// The result of a computation with secrets, which its recipient must not see as it is.
///
/// `∏ c_j^(w_j)` still holds the noise of the inputs raised to the weights, and whoever made the inputs can read the weights
/// from that. So this type gives no bytes: the ways out multiply fresh noise in. ``ProvenPublicKey/release(_:)`` hides all but the
/// plaintext from anybody; ``PublicKey/rerandomise(_:)-(UnreleasedCiphertext)`` does so only if the key is as it should be.
public struct UnreleasedCiphertext: Redacted, Sendable {
    let residue: TwoDigitResidue
    let keySize: KeySize

    init(_ residue: TwoDigitResidue, keySize: KeySize) {
        self.residue = residue
        self.keySize = keySize
    }
}

extension PublicKey {
    /// The sum with a plaintext modulo n, such as a model's intercept.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch` or `plaintextOutOfRange`.
    public func add(
        _ sum: UnreleasedCiphertext, _ plaintext: Plaintext
    ) throws(PaillierError) -> UnreleasedCiphertext {
        try add([sum], [plaintext])[0]
    }

    /// The sums with plaintexts, one by one; as many of these as of those.
    package func add(
        _ sums: [UnreleasedCiphertext], _ plaintexts: [Plaintext]
    ) throws(PaillierError) -> [UnreleasedCiphertext] {
        var messages: [Residue] = []
        for plaintext in plaintexts { messages.append(try residue(of: plaintext)) }
        return TwoDigitResidue.products(try residues(of: sums), byOnePlus: messages)
            .map { UnreleasedCiphertext($0, keySize: size) }
    }
}

extension PublicKey {
    /// Several sums side by side in one, for each of several lists: `Σ 2^(i·bits) · sums[i]`, by Horner's rule.
    ///
    /// - Parameters:
    ///   - lists: Lists of one length, at least 1, all of this key.
    ///   - bitsApart: The distance, public.
    /// - Returns: The packed sum of each list.
    /// - Throws: ``PaillierError`` with code `countMismatch` or `keyMismatch`.
    /// - Complexity: `bitsApart + 1` products modulo n² for each sum but the last.
    package func packed(
        _ lists: [[UnreleasedCiphertext]], bitsApart: Int
    ) throws(PaillierError) -> [UnreleasedCiphertext] {
        let count = lists.first?.count ?? 0
        guard lists.allSatisfy({ $0.count == count && count > 0 }) else { throw PaillierError(.countMismatch) }
        let shift = Natural(1).shiftedLeft(by: bitsApart)
        var packed = try residues(of: lists.map { $0[count - 1] })
        for index in (0..<max(count, 1) - 1).reversed() {
            packed = TwoDigitResidue.powersVariableTime(of: packed, to: shift)
            let sums = try residues(of: lists.map { $0[index] })
            packed = TwoDigitResidue.products(of: zip(packed, sums).map { [$0, $1] })
        }
        return packed.map { UnreleasedCiphertext($0, keySize: size) }
    }

    /// The residues of sums of this key, whichever object of the key made them.
    func residues(of sums: [UnreleasedCiphertext]) throws(PaillierError) -> [TwoDigitResidue] {
        var residues: [TwoDigitResidue] = []
        for sum in sums { residues.append(try residue(of: Ciphertext(sum.residue, keySize: sum.keySize))) }
        return residues
    }
}
