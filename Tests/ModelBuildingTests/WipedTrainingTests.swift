// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import ModelBuilding
    import SecretMemory
    import Tables
    import TestSupport
    import Testing

    /// Each test gives values in arrays of its own, wipes those, lets go of what training made of them, and looks for the values
    /// in memory that was freed.
    @Suite("Training leaves nothing in memory", .serialized)
    struct WipedTrainingTests {
        private static let rowCount = 60

        private func found(_ secrets: Set<UInt64>) -> Int {
            FreedMemory.occurrences(ofVeiled: secrets, limbCounts: 8...260, blockCount: 50)
        }

        private static func numbers(_ random: inout SplitMix64) -> [Double] {
            (0..<rowCount).map { _ in Double(random.next() >> 20) * 0x1p-43 }
        }

        @Test("the observation works: an array that nobody wipes is found")
        func control() {
            var random = SplitMix64(seed: 80)
            let secrets = leave(&random)
            #expect(found(secrets) > 0)
        }

        @inline(never)
        private func leave(_ random: inout SplitMix64) -> Set<UInt64> {
            let numbers = Self.numbers(&random)
            return Set(numbers.map { FreedMemory.veiled($0.bitPattern) })
        }

        @Test("a table in memory, fitted and evaluated", arguments: Family.allCases)
        func table(_ family: Family) throws {
            let secrets = try fit(family)
            #expect(secrets.count > 3 * Self.rowCount)
            #expect(found(secrets) == 0)
        }

        @inline(never)
        private func fit(_ family: Family) throws -> Set<UInt64> {
            var random = SplitMix64(seed: 81)
            var columns = (0..<3).map { _ in Self.numbers(&random) }
            var target = family == .binomial ? (0..<Self.rowCount).map { Double($0 % 2) } : Self.numbers(&random)
            var weights = Self.numbers(&random)
            var secrets: Set<UInt64> = []
            for number in columns.joined() { secrets.insert(FreedMemory.veiled(number.bitPattern)) }
            for number in weights { secrets.insert(FreedMemory.veiled(number.bitPattern)) }
            let data = try TrainingData(
                featureNames: ["a", "b", "c"], columns: columns, targetName: "y", target: target, weights: weights)
            for place in columns.indices { wipe(&columns[place]) }
            wipe(&target)
            wipe(&weights)
            let options = TrainingOptions(family: family)
            let fit = try LinearFit(to: data, options)
            _ = try Evaluation.holdingOut(data, options)
            _ = try CoefficientTable(of: fit, to: data, options)
            return secrets
        }

        @Test("a table that is read from CSV")
        func file() throws {
            let secrets = try read()
            #expect(secrets.count > 2 * Self.rowCount)
            #expect(found(secrets) == 0)
        }

        @inline(never)
        private func read() throws -> Set<UInt64> {
            var random = SplitMix64(seed: 82)
            var writer = CSVWriter()
            writer.writeRow(["a", "b", "y"])
            var secrets: Set<UInt64> = []
            for _ in 0..<Self.rowCount {
                var row = (0..<3).map { _ in Double(random.next() >> 20) * 0x1p-43 }
                for number in row { secrets.insert(FreedMemory.veiled(number.bitPattern)) }
                writer.writeRow(row)
                wipe(&row)
            }
            var bytes = writer.drain()
            defer { wipe(&bytes) }
            let table = try TrainingTable(CSVReader(bytes), ColumnChoice(target: "y"))
            #expect(table.data.rowCount == Self.rowCount)
            return secrets
        }
    }
#endif
