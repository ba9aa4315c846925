// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// The sum `Σ field(i) · 2^(i·bits)`: fields side by side, the first one lowest.
    ///
    /// The fields come from a function, so that secret ones need not lie in an array, which nobody wipes.
    ///
    /// - Parameters:
    ///   - fieldCount: At least 1; public.
    ///   - bits: The width of a field, 1 to 127; public.
    ///   - field: The field at an index, below `2^bits`; called once for each index, in order.
    package init(fieldCount: Int, bits: Int, _ field: (Int) -> UInt128) {
        precondition(fieldCount > 0 && (1...127).contains(bits), "fields of 1 to 127 bits")
        // A field and its shift span three limbs.
        self = unsafe Natural.make(limbCount: (fieldCount * bits + 63) / 64 + 2) { result in
            for index in 0..<fieldCount {
                let field = field(index)
                let (limb, shift) = ((index * bits) >> 6, UInt64((index * bits) & 63))
                let low = UInt64(truncatingIfNeeded: field)
                let high = UInt64(truncatingIfNeeded: field >> 64)
                unsafe result[limb] |= low &<< shift
                unsafe result[limb &+ 1] |= high &<< shift
                if shift > 0 {
                    unsafe result[limb &+ 1] |= low &>> (64 &- shift)
                    unsafe result[limb &+ 2] |= high &>> (64 &- shift)
                }
            }
        }.lowBits(fieldCount * bits)
    }

    /// The field at a public index among fields of `bits` bits, 1 to 127, side by side.
    package func field(_ index: Int, bits: Int) -> UInt128 {
        let start = index * bits
        var field: UInt128 = 0
        var position = 0
        while position < bits {
            let count = Swift.min(63, bits - position)
            field |= UInt128(self.bits(from: start + position, count: count)) << UInt128(position)
            position += count
        }
        return field
    }
}
