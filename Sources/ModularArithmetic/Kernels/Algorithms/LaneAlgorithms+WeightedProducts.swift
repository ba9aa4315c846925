// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    /// One group in each lane; the squarings are shared by all bases of a group, the tables by all lists of weights.
    ///
    /// Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964.
    /// The weights' shift is undone by the inverse of the product of the bases, which enters where the top bit does. The schedule
    /// is a function of three numbers, bases, width and lists: zero weights cost what others cost.
    ///
    /// - Complexity: For each group and list `bitWidth` squarings and a product for each table and window, for each group a
    ///   product for each entry of its tables: see ``JointWindows``.
    package func weightedProducts(
        of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int
    ) -> [[LimbStorage]] {
        let windows = JointWindows.best(
            baseCount: groups[0].bases.count, bitCount: bitWidth, listCount: shiftedWeights.count)
        return pieces(groups.count).flatMap { piece in
            let lanes = LaneGroups(groups[piece], on: processor, windows: windows)
            let products = shiftedWeights.map { lanes.product(weights: $0, bitWidth: bitWidth) }
            return (0..<piece.count).map { lane in products.map { $0[lane] } }
        }
    }
}

/// Groups of bases, one in each lane, with the tables of their powers.
@safe private struct LaneGroups<Arithmetic: LaneArithmetic> {
    private let arithmetic: Arithmetic
    private let windows: JointWindows
    private let groupCount: Int
    private let tableCount: Int
    private let tables: LimbStorage
    private let inverse: LimbStorage
    private let entry: LimbStorage

    private var tableSize: Int { arithmetic.wordCount * windows.entryCount }

    init<Processor: LaneProcessor>(_ groups: ArraySlice<BaseGroup>, on processor: Processor, windows: JointWindows)
    where Processor.Arithmetic == Arithmetic {
        let baseCount = groups[groups.startIndex].bases.count
        arithmetic = processor.arithmetic(groups.map { $0.modulus }, digitCount: TwoDigitResidue.digitCount)
        self.windows = windows
        groupCount = groups.count
        tableCount = windows.tableCount(baseCount: baseCount)
        tables = arithmetic.places(tableCount * windows.entryCount)
        inverse = arithmetic.places(1)
        entry = arithmetic.places(1)
        unsafe arithmetic.load(groups.map { $0.inverseOfProduct.lane }, into: inverse.pointer)
        for table in 0..<tableCount {
            let first = table * windows.bases
            let arithmetic = arithmetic
            unsafe arithmetic.fillJointPowers(
                tables.pointer + table * tableSize, windows, baseCount: Swift.min(windows.bases, baseCount - first)
            ) { base, place in
                unsafe arithmetic.load(groups.map { $0.bases[first + base].lane }, into: place)
            }
        }
    }

    /// The weighted product of each group, with the same weights.
    @inline(never)
    func product(weights: [Natural], bitWidth: Int) -> [LimbStorage] {
        let result = arithmetic.places(1)
        unsafe arithmetic.setOne(result.pointer)
        let topBit = windows.windowCount(bitCount: bitWidth) * windows.bits - 1
        for bit in stride(from: topBit, through: 0, by: -1) {
            if bit != topBit { unsafe arithmetic.square(result.pointer, result.pointer) }
            // 2^(bitWidth−1) times the inverse: what the shift has added to every weight.
            if bit == bitWidth - 1 { unsafe arithmetic.multiply(result.pointer, result.pointer, inverse.pointer) }
            guard bit % windows.bits == 0 else { continue }
            for table in 0..<tableCount {
                let first = table * windows.bases
                var index: UInt64 = 0
                for base in first..<Swift.min(first + windows.bases, weights.count) {
                    index |= weights[base].bits(from: bit, count: windows.bits) << UInt64((base - first) * windows.bits)
                }
                unsafe arithmetic.select(
                    entry.pointer, from: tables.pointer + table * tableSize, count: windows.entryCount
                ) { _ in index }
                unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
            }
        }
        return unsafe arithmetic.store(result.pointer, count: groupCount)
    }
}
