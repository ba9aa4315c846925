// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Natural comparison")
struct NaturalCompareTests {
    @Test("order, equality, zero and parity agree with the reference", arguments: LimbPattern.limbCounts)
    func comparisons(_ count: Int) {
        for otherCount in Set([count, 1, count + 1]) {
            for (first, a) in LimbPattern.all(count) {
                for (second, b) in LimbPattern.all(otherCount) {
                    let (x, y) = (Natural(limbs: a), Natural(limbs: b))
                    let (u, v) = (BigUInt(limbs: a), BigUInt(limbs: b))
                    #expect(x.isEqual(to: y).reveal() == (u == v), "\(first) \(second)")
                    #expect(x.isLess(than: y).reveal() == (u < v), "\(first) \(second)")
                    #expect(Natural.select(Mask(lowestBitOf: 1), x, y).value == u)
                    #expect(Natural.select(Mask(lowestBitOf: 0), x, y).value == v)
                }
                let x = Natural(limbs: a)
                let value = BigUInt(limbs: a)
                #expect(x.isZero.reveal() == value.isZero)
                #expect(x.isOdd.reveal() == (value & 1 == 1))
                for bits in [0, 1, 63, 64, 65, count * 64 - 1, count * 64, count * 64 + 1] {
                    #expect(x.fits(bitCount: bits).reveal() == (value.bitWidth <= bits), "\(first) in \(bits) bits")
                }
            }
        }
    }

    @Test("neighbours of a value are told apart in every limb", arguments: [1, 2, 3, 32, 64, 128])
    func neighbours(_ count: Int) {
        let middle = BigUInt(limbs: LimbPattern.all(count).last?.limbs ?? []) | BigUInt(1) << (64 * count - 1)
        for limb in 0..<count {
            let step = BigUInt(1) << (64 * limb)
            let (low, high) = (
                Natural(big: middle - step, limbCount: count), Natural(big: middle + step, limbCount: count)
            )
            let x = Natural(big: middle, limbCount: count)
            #expect(low.isLess(than: x).reveal() && x.isLess(than: high).reveal())
            #expect(!x.isLess(than: low).reveal() && !high.isLess(than: x).reveal())
            #expect(!x.isEqual(to: low).reveal() && !x.isEqual(to: high).reveal())
        }
        #expect(!Natural(big: middle).isLess(than: Natural(big: middle)).reveal())
    }
}
