// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import EncryptedRegression
    import Paillier
    import SecretMemory
    import TestSupport
    import Testing

    /// Each test gives secrets in arrays of its own, wipes those, lets go of what the library made of them, and looks for the
    /// secrets in memory that was freed.
    @Suite("Models, rows and predictions leave nothing in memory", .serialized)
    struct WipedMemoryTests {
        private static let columnCount = 24

        @Test("the observation works: an array that nobody wipes is found")
        func control() {
            var generator = SeededGenerator(seed: 70)
            let secrets = leave(&generator)
            #expect(found(secrets) > 0)
        }

        @inline(never)
        private func leave(_ generator: inout SeededGenerator) -> Set<UInt64> {
            let numbers = Self.numbers(&generator)
            return Self.veiled(numbers)
        }

        @Test("a model, quantised, used and released", arguments: [1, 2, 3] as [UInt64])
        func model(_ seed: UInt64) throws {
            let secrets = try useModel(seed)
            #expect(secrets.count == Self.columnCount)
            #expect(found(secrets) == 0)
        }

        @inline(never)
        private func useModel(_ seed: UInt64) throws -> Set<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var slopes = Self.numbers(&generator)
            defer { wipe(&slopes) }
            let secrets = Self.veiled(slopes)
            let contract = try Self.contract()
            let model = try LinearModel(contract: contract, intercepts: [0.25], coefficients: [slopes])
            _ = try ScoringEngine(model)
            _ = try UnboundedScorer(model: model)
            #expect(try model.predictLinear(contract.row(slopes.map { _ in 0 }))[0] == 0.25)
            return secrets
        }

        @Test("a row, in plaintext, packed and encoded", arguments: [4, 5, 6] as [UInt64])
        func row(_ seed: UInt64) throws {
            let secrets = try useRow(seed)
            #expect(found(secrets) == 0)
        }

        @inline(never)
        private func useRow(_ seed: UInt64) throws -> Set<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var values = Self.numbers(&generator)
            defer { wipe(&values) }
            let secrets = Self.veiled(values)
            let contract = try Self.contract()
            let row = try contract.row(values)
            let key = try KeyFixture.named("structured-512").publicKey
            #expect(try RowPacker(contract, key: key).pack([row, row]).count == Self.columnCount)
            var integers = Array(try FeatureQuantiser(contract).quantise(row))
            defer { wipe(&integers) }
            let packed = integers.map { FreedMemory.veiled(UInt64(bitPattern: $0)) }
            return secrets.union(packed)
        }

        @Test("predictions out of an answer", arguments: [7, 8, 9] as [UInt64])
        func predictions(_ seed: UInt64) throws {
            let secrets = try decode(seed)
            #expect(found(secrets) == 0)
        }

        @inline(never)
        private func decode(_ seed: UInt64) throws -> Set<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let contract = try Contract(
                features: [0...1], outputs: .init(repeating: -1...1, count: Self.columnCount), accuracy: 1e-6)
            let keySize = try KeyFixture.named("structured-512").publicKey.size
            var secrets: Set<UInt64> = []
            // Each output in a ciphertext of its own: slots of random values.
            let plaintexts = (0..<Self.columnCount).map { _ in Plaintext(generator.next() >> 24) }
            let rowCount = ScoringPlan(contract).slotCount(keySize: keySize)
            for row in try AnswerDecoder(contract).wipedPredictors(
                plaintexts, rowCount: rowCount, keySize: keySize)
            {
                for value in row { secrets.insert(FreedMemory.veiled(value.bitPattern)) }
            }
            return secrets
        }

        private static func contract() throws -> Contract {
            try Contract(
                features: .init(repeating: -1...1, count: columnCount), outputs: [-64...64], accuracy: 1e-9)
        }

        /// Numbers in −1 … 1, all of them different, in an array of exactly their size.
        private static func numbers(_ generator: inout SeededGenerator) -> [Double] {
            (0..<columnCount).map { _ in Double(Int64(bitPattern: generator.next()) >> 11) * 0x1p-53 }
        }

        private static func veiled(_ numbers: [Double]) -> Set<UInt64> {
            Set(numbers.map { FreedMemory.veiled($0.bitPattern) })
        }

        private func found(_ secrets: Set<UInt64>) -> Int {
            FreedMemory.occurrences(ofVeiled: secrets, limbCounts: 2...130, blockCount: 100)
        }
    }
#endif
