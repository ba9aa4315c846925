// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Slot layout")
struct SlotLayoutTests {
    @Test("outputs share a ciphertext as long as they fit", arguments: [1, 2, 3, 45, 46, 256])
    func sharing(_ outputs: Int) throws {
        let contract = try Contract(
            features: .init(repeating: 0...1, count: 10), outputs: .init(repeating: 0...1, count: outputs))
        for (size, slots) in [(KeySize.bits2048, 45), (.bits3072, 68), (.bits4096, 91)] {
            for rows in 1...slots {
                let layout = try #require(SlotLayout(contract, keySize: size, rowCount: rows))
                let fits = rows * outputs <= slots
                #expect(layout.slotCount == slots && layout.isShared == fits)
                #expect(layout.answerCount == (fits ? 1 : outputs))
                #expect(layout.usedSlots == (fits ? rows * outputs : rows) && layout.usedSlots <= slots)
                let covered = (0..<layout.answerCount).flatMap { Array(layout.outputs(inAnswer: $0)) }
                #expect(covered == Array(0..<outputs))
            }
            for rows in [0, -1, slots + 1, Int.max, .min] {
                #expect(SlotLayout(contract, keySize: size, rowCount: rows) == nil)
            }
        }
        // A key too small for any slot.
        #expect(SlotLayout(contract, keySize: .insecureTest(bits: 16), rowCount: 1) == nil)
    }
}
