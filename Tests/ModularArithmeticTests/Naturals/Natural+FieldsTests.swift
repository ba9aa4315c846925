// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Natural fields")
struct NaturalFieldsTests {
    @Test("fields lie side by side and are read back", arguments: Array(1...70) + [75, 95, 96, 97, 126, 127])
    func roundTrip(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        let top: UInt128 = (1 << UInt128(bits)) - 1
        for count in [1, 2, 3, 7, 64, 65] {
            let patterns: [[UInt128]] = [
                .init(repeating: 0, count: count), .init(repeating: top, count: count),
                (0..<count).map { $0.isMultiple(of: 2) ? top : 0 }, (0..<count).map { $0.isMultiple(of: 2) ? 0 : top },
                (0..<count).map { _ in (UInt128(generator.next()) << 64 | UInt128(generator.next())) & top },
            ]
            for fields in patterns {
                var asked: [Int] = []
                let packed = Natural(fieldCount: count, bits: bits) { index in
                    asked.append(index)
                    return fields[index]
                }
                #expect(asked == Array(0..<count))
                #expect(packed.limbCount == (count * bits + 63) / 64)
                let expected = fields.enumerated().reduce(BigUInt(0)) { $0 + BigUInt($1.element) << (bits * $1.offset) }
                #expect(packed.value == expected, "\(count) fields of \(bits) bits")
                #expect((0..<count).map { packed.field($0, bits: bits) } == fields)
                #expect(packed.field(count, bits: bits) == 0 && packed.field(count + 200, bits: bits) == 0)
            }
        }
    }

    @Test("no field, and fields of other widths, trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = Natural(fieldCount: 0, bits: 5) { _ in 0 } }
        await #expect(processExitsWith: .failure) { _ = Natural(fieldCount: 1, bits: 0) { _ in 0 } }
        await #expect(processExitsWith: .failure) { _ = Natural(fieldCount: 1, bits: 128) { _ in 0 } }
    }
}
