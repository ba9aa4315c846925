// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

@Suite("observed ranges")
struct ObservedRangeTests {
    static let cases: [(Double, Double)] = [
        (0, 0), (-0.0, 0), (1, 1), (27, 27), (99, 99), (99.5, 100), (100, 100), (100.5, 110), (101, 110),
        (1_234, 1_300),
        (0.1, 0.1), (0.101, 0.11), (0.1 + 0.2, 0.31), (0.999, 1), (9.9, 9.9), (9.91, 10), (1e-7, 1e-7),
        (1.21e-7, 1.3e-7),
        (1e100, 1e100), (1.01e22, 1.1e22),
        (-1, -1), (-1.05, -1), (-99.5, -99), (-100.5, -100), (-119, -110), (-0.30000000000000004, -0.3),
        (-1.0000000000000002, -1), (-0.99999, -0.99), (-1e-5, -1e-5), (.leastNonzeroMagnitude, .leastNonzeroMagnitude),
    ]

    @Test("round up to two significant digits", arguments: cases)
    func roundsUp(_ value: Double, _ expected: Double) {
        #expect(ObservedRange.roundedUp(value) == expected)
    }

    @Test("the result is never below the value, and the next lower such number is")
    func tight() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite, (1e-200...1e200).contains(value.magnitude) else { continue }
            let rounded = ObservedRange.roundedUp(value)
            #expect(rounded >= value)
            #expect(rounded - value <= 0.1 * value.magnitude)
            // At most two significant digits.
            let text = String(format: "%.1e", rounded)
            #expect(Double(text) == rounded)
        }
    }

    @Test("both ends move outward, and zero has no sign")
    func range() {
        #expect(ObservedRange.of([3.14, -2.72, 0]) == -2.8...3.2)
        let range = ObservedRange.of([0, 5, 2])
        #expect(range == 0...5)
        #expect(range.lowerBound.sign == .plus)
        #expect(ObservedRange.of([-103, -101]) == -110 ... -100)
    }
}
