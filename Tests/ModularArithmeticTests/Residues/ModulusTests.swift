// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Modulus")
struct ModulusTests {
    @Test("even numbers, zero and one are refused")
    func refusals() {
        for value in [0, 1, 2, 4, 1 << 64, (1 << 64) - 2, 1 << 4096] as [BigUInt] {
            #expect(Modulus(Natural(big: value)) == nil, "\(value)")
        }
    }

    @Test("the value survives, without the limbs that are zero", arguments: LimbPattern.limbCounts)
    func value(_ count: Int) {
        for (pattern, limbs) in LimbPattern.all(count) where BigUInt(limbs: limbs) | 1 > 1 {
            let value = BigUInt(limbs: limbs) | 1
            let modulus = Modulus(Natural(big: value, limbCount: count + 3))
            #expect(modulus?.value.value == value, "\(pattern)")
            #expect((modulus?.limbCount ?? 0) <= count, "\(pattern)")
        }
    }
}
