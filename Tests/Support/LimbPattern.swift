// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Limbs that arithmetic gets wrong first: where carries run through, where halves are full, where the top is empty.
///
/// The vector scripts use the same patterns (`Vectors/common.py`).
package enum LimbPattern: String, CaseIterable, Sendable {
    case zero, one, allOnes, topBit, lowHalfOnes, highHalfOnes, alternatingLimbs, alternatingBits, oneLimbShort
    case sparse, random

    /// Limb counts at which the patterns are tried: all small ones, and those of real keys with their neighbours.
    package static let limbCounts = Array(1...40) + [47, 48, 49, 63, 64, 65, 95, 96, 97, 127, 128, 129]

    /// The pattern in `count` limbs, least significant first.
    package func limbs(_ count: Int, using generator: inout SeededGenerator) -> [UInt64] {
        var limbs = [UInt64](repeating: 0, count: count)
        switch self {
        case .zero: break
        case .one: limbs[0] = 1
        case .allOnes: for i in limbs.indices { limbs[i] = .max }
        case .topBit: limbs[count - 1] = 1 << 63
        case .lowHalfOnes:
            for i in 0..<(count / 2) { limbs[i] = .max }
            if !count.isMultiple(of: 2) { limbs[count / 2] = 0xFFFF_FFFF }
        case .highHalfOnes:
            for i in ((count + 1) / 2)..<count { limbs[i] = .max }
            if !count.isMultiple(of: 2) { limbs[count / 2] = 0xFFFF_FFFF_0000_0000 }
        case .alternatingLimbs: for i in stride(from: 0, to: count, by: 2) { limbs[i] = .max }
        case .alternatingBits: for i in limbs.indices { limbs[i] = 0x5555_5555_5555_5555 }
        case .oneLimbShort:
            for i in 0..<(count - 1) { limbs[i] = .max }
            if count == 1 { limbs[0] = 1 }
        case .sparse:
            limbs[0] = 1
            for _ in 0..<2 { limbs[Int.random(in: 0..<count, using: &generator)] |= 1 << (generator.next() & 63) }
        case .random: for i in limbs.indices { limbs[i] = generator.next() }
        }
        return limbs
    }

    /// Every pattern in `count` limbs, with its name.
    package static func all(_ count: Int, seed: UInt64 = 0) -> [(pattern: LimbPattern, limbs: [UInt64])] {
        var generator = SeededGenerator(seed: seed ^ UInt64(count))
        return allCases.map { ($0, $0.limbs(count, using: &generator)) }
    }
}
