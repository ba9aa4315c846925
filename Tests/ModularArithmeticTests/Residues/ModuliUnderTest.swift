// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport

/// Odd moduli and operands for the tests of residues.
enum ModuliUnderTest {
    /// Limb counts for tests that only add and multiply.
    static let limbCounts = LimbPattern.limbCounts

    /// Limb counts for tests whose slow reference takes long.
    static let fewLimbCounts = Array(1...9) + [15, 16, 17, 31, 32, 33, 40, 48, 64]

    /// Odd moduli above 1 of `limbCount` limbs, made from the hostile patterns; equal ones once.
    static func moduli(_ limbCount: Int) -> [(pattern: LimbPattern, modulus: Modulus)] {
        var seen: Set<BigUInt> = [1]
        return LimbPattern.all(limbCount, seed: 7).compactMap { pattern, limbs in
            let value = BigUInt(limbs: limbs) | 1
            guard seen.insert(value).inserted, let modulus = Modulus(Natural(big: value)) else { return nil }
            return (pattern, modulus)
        }
    }

    /// Operands below 2^(64·limbCount), the neighbours of the modulus and its half among them.
    static func operands(_ modulus: Modulus, _ limbCount: Int, seed: UInt64 = 8) -> [BigUInt] {
        let m = modulus.value.value
        return [0, 1, 2, m - 1, m - 2, m, m + 1, m / 2, m / 2 + 1]
            + LimbPattern.all(limbCount, seed: seed).map { BigUInt(limbs: $0.limbs) }
    }

    /// Operands below 2^(64·limbCount) for the square of the modulus m: hostile digits base m, and integers of hostile limbs.
    static func pairs(_ modulus: Modulus, _ limbCount: Int, seed: UInt64 = 8) -> [BigUInt] {
        let m = modulus.value.value
        let digits = [0, 1, m / 2, m - 2, m - 1] as [BigUInt]
        return digits.flatMap { high in digits.map { high * m + $0 } } + [m * m, m * m + 1]
            + LimbPattern.all(limbCount, seed: seed).map { BigUInt(limbs: $0.limbs) }
    }
}
