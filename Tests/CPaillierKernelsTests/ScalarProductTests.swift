// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import TestSupport
import Testing

/// Products of one number at a time: of each kind against big integers, and limb by limb the same from all.
@Suite struct ScalarProductTests {
    struct Case: CustomTestStringConvertible, @unchecked Sendable {
        let name: String
        let kernel: cpk_scalar_kernel
        var testDescription: String { name }
    }

    static let portable = unsafe Case(name: "portable C", kernel: cpk_portable_kernel()!.pointee)
    static let others = unsafe [("mulx", cpk_mulx_kernel())].compactMap { name, kernel in
        unsafe kernel.map { unsafe Case(name: name, kernel: $0.pointee) }
    }

    /// What is left out, and what is one more, when limbs are divided into blocks of eight; and the limbs of keys.
    static let referenceCounts = Array(1...27) + [31, 32, 33, 48, 64, 65]

    @Test(arguments: [portable] + others, ScalarProduct.allCases)
    func agreesWithBigIntegers(test: Case, product: ScalarProduct) throws {
        try Self.compare(limbCounts: Self.referenceCounts, rounds: 6, product) { operands, place in
            let result = operands.result(of: product, by: test.kernel, place)
            return (operands.difference(of: result, from: product) == 0, "\(test.name), \(product.rawValue)")
        }
    }

    /// At every number of limbs, most of which big integers would take too long for.
    @Test(arguments: others, ScalarProduct.allCases)
    func agreesWithPortableCode(test: Case, product: ScalarProduct) throws {
        try Self.compare(limbCounts: Array(1...100) + [128, 129], rounds: 40, product) { operands, place in
            let result = operands.result(of: product, by: test.kernel, place)
            return (result == operands.result(of: product, by: Self.portable.kernel, .elsewhere), "\(product.rawValue)")
        }
    }

    /// Stops at the first fault: there would be thousands.
    private static func compare(
        limbCounts: [Int], rounds: Int, _ product: ScalarProduct,
        _ isRight: (ScalarOperands, ScalarProduct.Place) -> (Bool, String)
    ) throws {
        var generator = SeededGenerator(seed: 67)
        for limbCount in limbCounts {
            for round in 0..<rounds {
                let operands = ScalarOperands(limbCount: limbCount, round: round, using: &generator)
                for place in ScalarProduct.Place.allCases where product.takesTwo || place != .overB {
                    let (isRight, label) = isRight(operands, place)
                    try #require(isRight, "\(label), \(limbCount) limbs, \(place), \(operands)")
                }
            }
        }
    }

    @Test(arguments: [portable] + others)
    func integersOfDifferentLengths(test: Case) throws {
        for (count, otherCount) in [(1, 1), (1, 40), (8, 3), (9, 17), (16, 16), (33, 7), (24, 65), (31, 8)] {
            for (pattern, a) in LimbPattern.all(count) {
                for (otherPattern, b) in LimbPattern.all(otherCount) {
                    let (result, x, y) = (AlignedWords(count: count + otherCount), AlignedWords(a), AlignedWords(b))
                    withExtendedLifetime((x, y)) {
                        unsafe test.kernel.multiply(result.start, x.start, count, y.start, otherCount)
                    }
                    try #require(
                        BigUInt(limbs: result.contents) == BigUInt(limbs: a) * BigUInt(limbs: b),
                        "\(pattern) in \(count) limbs, \(otherPattern) in \(otherCount)")
                }
            }
        }
    }
}
