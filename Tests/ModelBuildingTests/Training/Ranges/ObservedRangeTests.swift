// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

@Suite("observed ranges")
struct ObservedRangeTests {
    static let cases: [(Double, Double, Double, Double)] = [
        (0, 27, 0, 27), (0, 99.5, 0, 100), (0, 100, 0, 100), (0, 100.5, 0, 110), (3.14, 5.14, 3.1, 5.2), (-2.72, 3.14, -2.8, 3.2),
        (-103, -101, -103, -101), (0.1, 0.4, 0.1, 0.4), (0.1, 0.30000000000000004, 0.1, 0.31), (-0.0, 1, 0, 1),
        (1, 6, 1, 6), (1, 5.67, 1, 5.7), (-1e-5, 1e-7, -1.1e-5, 1e-6), (1e22, 1.01e22, 1e22, 1.01e22),
        // Wherever they lie: seconds since 1970, a year, a pressure.
        (1_700_000_000, 1_700_086_399, 1_700_000_000, 1_700_087_000), (1947, 1962, 1947, 1962),
        (1_000_000_000, 1_000_000_010, 1_000_000_000, 1_000_000_010), (101_324.97, 101_325.03, 101_324.97, 101_325.03),
        (1e9 + 1.0 / 1024, 1e9 + 1.5 / 1024, 1_000_000_000.00097, 1_000_000_000.00147),
    ]

    @Test("ends lie on the grid of two digits of the width", arguments: cases)
    func grid(_ low: Double, _ high: Double, _ lower: Double, _ upper: Double) {
        let range = ObservedRange.of([high, low, low])
        #expect(range.lowerBound == lower && range.upperBound == upper, "\(range)")
        #expect(range.lowerBound != 0 || range.lowerBound.sign == .plus)
        #expect(ObservedRange.of([-low, -high]) == -upper ... -lower)
    }

    @Test("values lie inside, the range is at most a fifth wider, and its ends are short decimals")
    func tight() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<5_000 {
            let offset = random.nextNormal() * pow(10, Double(random.next(below: 20)) - 10)
            let width = random.nextNormal() * pow(10, Double(random.next(below: 20)) - 10)
            let (low, high) = (min(offset, offset + width), max(offset, offset + width))
            guard low < high else { continue }
            let range = ObservedRange.of([low, high])
            #expect(range.contains(low) && range.contains(high))
            let size = max(low.magnitude, high.magnitude)
            #expect(range.upperBound - range.lowerBound <= 1.21 * (high - low) + size * 0x1p-34)
            #expect(range.upperBound - range.lowerBound >= 0x1p-40 * max(range.upperBound.magnitude, range.lowerBound.magnitude))
            // The grid's step is a tenth to a hundredth of the width, which %.*f writes out.
            let decimals = max(0, 1 - Int(log10(max(high - low, size * 0x1p-39)).rounded(.down)))
            #expect(Double(String(format: "%.\(decimals)f", range.lowerBound)) == range.lowerBound)
        }
    }

    @Test("values that differ by rounding get a range that a contract accepts")
    func narrow() {
        let range = ObservedRange.of([1, 1 + 0x1p-48])
        #expect(range.lowerBound == 1 && range.upperBound > 1 + 0x1p-40 && range.upperBound < 1 + 1e-10)
        let single = ObservedRange.of([7, 7])
        #expect(single == 7...7 || single.upperBound - single.lowerBound < 1e-9)
    }

    @Test("the extremes of the values that there may be")
    func extremes() {
        for (low, high) in [(-1e150, 1e150), (-5e-324, 5e-324), (0, 1e-310), (1e149, 1e150)] {
            let range = ObservedRange.of([low, high])
            #expect(range.contains(low) && range.contains(high) && range.lowerBound.isFinite && range.upperBound.isFinite)
        }
    }
}
