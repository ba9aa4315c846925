// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier

/// Signed integers side by side in the slots of one plaintext: slot `l` has the weight `2^(k·l)`.
///
/// A client packs `Σ x_l·2^(kl)` as one signed integer modulo n, borrows and all; sums of products of such numbers keep the form. The
/// server adds `2^(k−1)` to every slot with its mask, after which all digits are in `0 ..< 2^k` and are read off.
struct SlotPacking: Sendable {
    /// k.
    let slotBits: Int

    /// The plaintext with `values` in its slots.
    ///
    /// - Parameters:
    ///   - values: At most `⌊(|n| − 1) / k⌋`, each of absolute value at most `2^(k−1)`.
    ///   - modulus: n.
    /// - Returns: The sum modulo n. Constant time in the values.
    func pack(_ values: [Int64], modulo modulus: Natural) -> Plaintext {
        // Raised by half a slot all values are fields; lowering the whole again makes the borrows.
        let half = UInt128(1) << UInt128(slotBits - 1)
        let raised = Natural(fields: values.map { half &+ UInt128(truncatingIfNeeded: $0) }, bits: slotBits)
        let level = Natural(fields: values.map { _ in half }, bits: slotBits)
        let (difference, isNegative) = raised.subtracting(level)
        let opposite = modulus.subtracting(level.subtracting(raised).difference).difference
        return Plaintext(Natural.select(isNegative, opposite, difference))
    }

    /// The values of `count` slots after the server's offset: `slot − 2^(k−1)`.
    func unpack(_ plaintext: Plaintext, count: Int) -> [Int128] {
        (0..<count).map { Int128(plaintext.natural.field($0, bits: slotBits)) - (Int128(1) << Int128(slotBits - 1)) }
    }
}
