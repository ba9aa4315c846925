// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Row packer")
struct RowPackerTests {
    private static let contract = try? Contract(features: [0...1, 0...1], outputs: [0...1], accuracy: 0.01)

    @Test("feature j of row r is in slot r of plaintext j")
    func order() throws {
        let contract = try #require(Self.contract)
        let packer = RowPacker(contract, key: try KeyFixture.named("structured-512").publicKey)
        let plan = ScoringPlan(contract)
        #expect(packer.groupRowCount == 511 / plan.slotBits)
        let plaintexts = packer.pack([[1, 100], [2, 0], [3, 50]])
        #expect(plaintexts.count == 2)
        #expect(plaintexts[0].natural.value == 1 + 2 << plan.slotBits + 3 << (2 * plan.slotBits))
        #expect(plaintexts[1].natural.value == 100 + 50 << (2 * plan.slotBits))
    }

    @Test("rows that would spoil others trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([]) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[1, 1], [1]]) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[1, 1], [1, 1, 1]]) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[1, 101]]) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[-101, 1]]) }
        await #expect(processExitsWith: .failure) {
            try RowPackerTests.pack(.init(repeating: [1, 1], count: 100))
        }
        await #expect(processExitsWith: .success) { try RowPackerTests.pack([[-100, 100]]) }
    }

    @Test("a level's integers are 0 and X, and with headroom all reach as far as X")
    func levels() async throws {
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[0, -1]], RowPackerTests.mixed) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[0, 801]], RowPackerTests.mixed) }
        await #expect(processExitsWith: .failure) { try RowPackerTests.pack([[-801, 0]], RowPackerTests.mixed) }
        await #expect(processExitsWith: .success) {
            try RowPackerTests.pack([[-800, 0], [800, 800]], RowPackerTests.mixed)
        }
    }

    private static let mixed = try? Contract(
        [Feature(name: "x", minimum: 0, maximum: 1), Feature(name: "c", levels: ["a", "b"])], outputs: [0...1],
        accuracy: 0.01, headroom: 3)

    private static func pack(_ rows: [[Int64]], _ contract: Contract? = contract) throws {
        guard let contract else { return }
        _ = RowPacker(contract, key: try KeyFixture.named("structured-512").publicKey).pack(rows)
    }
}
