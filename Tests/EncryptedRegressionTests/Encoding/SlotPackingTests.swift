// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Slot packing")
struct SlotPackingTests {
    /// Widths of plans, and those at the edges of words.
    static let widths = [2, 6, 31, 32, 33, 43, 45, 51, 63, 64, 65, 75, 127]

    @Test("packs the signed sum modulo n and reads it back after the offset", arguments: widths)
    func roundTrip(_ bits: Int) {
        let packing = SlotPacking(slotBits: bits)
        let n = KeyFixture.named("structured-2048").n
        var generator = SeededGenerator(seed: UInt64(bits))
        let half = bits > 63 ? Int64.max : (Int64(1) << (bits - 1)) - 1
        let low = bits > 63 ? Int64.min : -half - 1
        let most = 2047 / bits
        for count in [1, 2, 3, most - 1, most] {
            let patterns: [[Int64]] = [
                (0..<count).map { $0.isMultiple(of: 2) ? half : low },
                (0..<count).map { $0.isMultiple(of: 2) ? low : half },
                .init(repeating: half, count: count), .init(repeating: low, count: count),
                .init(repeating: 0, count: count),
                (0..<count).map { $0 == count - 1 ? -1 : 0 }, (0..<count).map { $0 == 0 ? -1 : 0 },
                (0..<count).map { _ in Int64.random(in: low...half, using: &generator) },
            ]
            for values in patterns {
                let expected = values.enumerated().reduce(BigInt(0)) { $0 + BigInt($1.element) << (bits * $1.offset) }
                let packed = packing.pack(count: values.count, modulo: n.natural) { values[$0] }.natural.value
                #expect(BigInt(packed) == expected.modulus(BigInt(n.value)), "\(bits) bits, \(count) values")
                // The server's offset.
                let offset = (0..<count).reduce(BigUInt(0)) { $0 + BigUInt(1) << (bits * $1 + bits - 1) }
                let raised = Plaintext(Natural(big: (packed + offset) % n.value))
                #expect(Array(packing.unpack(raised, count: count)) == values.map { Int128($0) })
            }
        }
    }

    @Test("a sum with weights is in the slots: packed and unpacked agree", arguments: [6, 45, 75])
    func linear(_ bits: Int) {
        let packing = SlotPacking(slotBits: bits)
        let n = KeyFixture.named("structured-512").n.value
        let count = 511 / bits
        var generator = SeededGenerator(seed: 46)
        let bound = (Int64(1) << (bits / 2 - 2)) - 1
        let columns = (0..<3).map { _ in (0..<count).map { _ in Int64.random(in: -bound...bound, using: &generator) } }
        let weights = [bound, -bound, 1].map { $0 / 4 }
        let sum = zip(columns, weights).reduce(BigInt(0)) { sum, term in
            let packed = packing.pack(count: count, modulo: Natural(big: n)) { term.0[$0] }
            return sum + BigInt(packed.natural.value) * BigInt(term.1)
        }
        let offset = (0..<count).reduce(BigInt(0)) { $0 + BigInt(1) << (bits * $1 + bits - 1) }
        let plaintext = Plaintext(Natural(big: (sum + offset).modulus(BigInt(n)).magnitude))
        let expected = (0..<count).map { row in
            zip(columns, weights).reduce(Int128(0)) { $0 + Int128($1.0[row]) * Int128($1.1) }
        }
        #expect(Array(packing.unpack(plaintext, count: count)) == expected)
    }
}
