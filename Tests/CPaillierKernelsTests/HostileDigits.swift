// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import TestSupport

/// Digits below twice a modulus that arithmetic gets wrong first.
enum HostileDigit: CaseIterable {
    case zero, one, belowModulus, modulus, largest, allOnes, limbsOfOnes, topBit, random

    /// The digit for the modulus `n`, whose limbs have `limbBitCount` bits.
    func value(for n: BigUInt, limbBitCount: Int, using generator: inout SeededGenerator) -> BigUInt {
        let bound = n << 1
        switch self {
        case .zero: return 0
        case .one: return 1
        case .belowModulus: return n - 1
        case .modulus: return n
        case .largest: return bound - 1
        case .allOnes: return (1 << (bound.bitWidth - 1)) - 1
        case .limbsOfOnes: return (1 << ((bound.bitWidth - 1) / limbBitCount * limbBitCount)) - 1
        case .topBit: return 1 << (n.bitWidth - 1)
        case .random: return .random(below: bound, using: &generator)
        }
    }
}

/// Odd moduli of a number of bits that arithmetic gets wrong first.
enum HostileModulus: CaseIterable {
    case largest, smallest, minusOneInLowLimb, oneInLowLimb, random

    func value(bitCount: Int, limbBitCount: Int, using generator: inout SeededGenerator) -> BigUInt {
        let top = BigUInt(1) << (bitCount - 1)
        let lowLimb = BigUInt(1) << limbBitCount
        let random = top + .random(below: top, using: &generator)
        return switch self {
        case .largest: (top << 1) - 1
        case .smallest: top + 1
        case .minusOneInLowLimb: random | (lowLimb - 1)
        case .oneInLowLimb: ((random >> limbBitCount) << limbBitCount) + 1
        case .random: random | 1
        }
    }
}

extension LaneKernelUnderTest {
    /// A modulus for each lane, of `bitCount` bits, all kinds in turn from the one of number `first` on.
    func hostileModuli(bitCount: Int, first: Int, using generator: inout SeededGenerator) -> [BigUInt] {
        (0..<laneCount).map { lane in
            HostileModulus.allCases[(first + lane) % HostileModulus.allCases.count]
                .value(bitCount: bitCount, limbBitCount: limbBitCount, using: &generator)
        }
    }
}
