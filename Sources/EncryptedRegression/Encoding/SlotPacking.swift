// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
package import Paillier
package import SecretMemory

/// Signed integers side by side in the slots of one plaintext: slot `l` has the weight `2^(k·l)`.
///
/// A client packs `Σ x_l·2^(kl)` as one signed integer modulo n, borrows and all; sums of such numbers and their multiples keep
/// the form. The server adds `2^(k−1)` to every slot with its mask, after which all digits are in `0 ..< 2^k` and are read off.
package struct SlotPacking: Sendable {
    /// k, bits of a slot.
    package let slotBits: Int

    /// The packing in slots of 2 to 127 bits.
    package init(slotBits: Int) {
        self.slotBits = slotBits
    }

    /// The plaintext with given values in its slots.
    ///
    /// The values come from a function, so that secret ones need not lie in one more array, which nobody wipes.
    ///
    /// - Parameters:
    ///   - count: How many slots are used: 1 to `⌊(|n| − 1) / k⌋`.
    ///   - modulus: n.
    ///   - value: The value of a slot, in `−2^(k−1) ..< 2^(k−1)`.
    /// - Returns: The sum modulo n. Constant time in the values.
    package func pack(count: Int, modulo modulus: Natural, _ value: (Int) -> Int64) -> Plaintext {
        // Raised by half a slot all values are fields; lowering the whole again makes the borrows.
        let half = UInt128(1) << UInt128(slotBits - 1)
        let raised = Natural(fieldCount: count, bits: slotBits) { half &+ UInt128(truncatingIfNeeded: value($0)) }
        let level = Natural(fieldCount: count, bits: slotBits) { _ in half }
        let (difference, isNegative) = raised.subtracting(level)
        let opposite = modulus.subtracting(level.subtracting(raised).difference).difference
        return Plaintext(Natural.select(isNegative, opposite, difference))
    }

    /// The values of `count` slots after the server's offset: `slot − 2^(k−1)`.
    package func unpack(_ plaintext: Plaintext, count: Int) -> WipedArray<Int128> {
        WipedArray(count: count) {
            Int128(plaintext.natural.field($0, bits: slotBits)) - (Int128(1) << Int128(slotBits - 1))
        }
    }
}
