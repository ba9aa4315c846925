// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    /// One group in each lane, or in several, each of which has a part of its bases, where groups are few; the squarings are
    /// shared by all bases of a lane, the tables by all lists of weights that it takes.
    ///
    /// Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964.
    /// The weights' shift is undone by the inverse of the product of the bases, which enters where the top bit does. The schedule
    /// is a function of four numbers, groups, bases, width and lists: zero weights cost what others cost.
    ///
    /// - Complexity: For each group and list `bitWidth` squarings and a product for each table and window, for each group a
    ///   product for each entry of its tables: see ``JointWindows``. Fewer groups than lanes take less time: ``LaneShares``.
    package func weightedProducts(
        of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int
    ) -> [[LimbStorage]] {
        pieces(groups.count).flatMap { piece in
            let lanes = LaneGroups(
                groups[piece], on: processor,
                LaneShares.best(
                    groupCount: piece.count, baseCount: groups[0].bases.count, bitCount: bitWidth,
                    listCount: shiftedWeights.count, on: processor))
            return lanes.products(shiftedWeights, bitWidth: bitWidth)
        }
    }
}

/// Groups of bases in lanes, with the tables of their powers.
@safe private struct LaneGroups<Arithmetic: LaneArithmetic> {
    /// What a lane takes.
    private struct Share {
        let group: Int
        /// Which of the lists of a round.
        let list: Int
        /// Which of the group's bases.
        let bases: Range<Int>
    }

    private let arithmetic: Arithmetic
    private let shares: LaneShares
    /// For each lane its share: part by part, list by list, group by group.
    private let lanes: [Share]
    private let tableCount: Int
    private let tables: LimbStorage
    private let inverse: LimbStorage
    private let entry: LimbStorage

    private var windows: JointWindows { shares.windows }
    private var tableSize: Int { arithmetic.wordCount * windows.entryCount }

    init<Processor: LaneProcessor>(_ groups: ArraySlice<BaseGroup>, on processor: Processor, _ shares: LaneShares)
    where Processor.Arithmetic == Arithmetic {
        let groups = Array(groups)
        let (baseCount, modulus) = (groups[0].bases.count, groups[0].modulus)
        let one = TwoDigitResidue.one(modulo: modulus)
        arithmetic = processor.serving(shares.laneCount).arithmetic([modulus], digitCount: TwoDigitResidue.digitCount)
        self.shares = shares
        lanes = (0..<shares.partCount).flatMap { part in
            let first = Swift.min(part * shares.partSize, baseCount)
            let bases = first..<Swift.min(first + shares.partSize, baseCount)
            return (0..<shares.listCount).flatMap { list in
                groups.indices.map { Share(group: $0, list: list, bases: bases) }
            }
        }
        tableCount = shares.windows.tableCount(baseCount: shares.partSize)
        tables = arithmetic.places(tableCount * shares.windows.entryCount)
        inverse = arithmetic.places(1)
        entry = arithmetic.places(1)
        // It belongs to one part alone.
        unsafe arithmetic.load(
            lanes.map { ($0.bases.lowerBound == 0 ? groups[$0.group].inverseOfProduct : one).lane },
            into: inverse.pointer)
        for table in 0..<tableCount {
            let first = table * windows.bases
            let (arithmetic, lanes) = (arithmetic, lanes)
            unsafe arithmetic.fillJointPowers(
                tables.pointer + table * tableSize, windows,
                baseCount: Swift.min(windows.bases, shares.partSize - first)
            ) { base, place in
                let elements = lanes.map { share in
                    let index = share.bases.lowerBound + first + base
                    return (index < share.bases.upperBound ? groups[share.group].bases[index] : one).lane
                }
                unsafe arithmetic.load(elements, into: place)
            }
        }
    }

    /// For each group its product for each list of weights.
    func products(_ weights: [[Natural]], bitWidth: Int) -> [[LimbStorage]] {
        var products = [[LimbStorage]](repeating: [], count: shares.groupCount)
        for round in 0..<shares.roundCount {
            let first = round * shares.listCount
            let lists = weights[first..<Swift.min(first + shares.listCount, weights.count)]
            for (share, product) in zip(lanes, product(lists, bitWidth: bitWidth)) {
                products[share.group].append(product)
            }
        }
        return products
    }

    /// The products of one round: list by list, those of all groups.
    ///
    /// Where lists are too few, the last one is taken again.
    @inline(never)
    private func product(_ lists: ArraySlice<[Natural]>, bitWidth: Int) -> [LimbStorage] {
        let result = arithmetic.places(1)
        unsafe arithmetic.setOne(result.pointer)
        let topBit = windows.windowCount(bitCount: bitWidth) * windows.bits - 1
        for bit in stride(from: topBit, through: 0, by: -1) {
            if bit != topBit { unsafe arithmetic.square(result.pointer, result.pointer) }
            // 2^(bitWidth−1) times the inverse: what the shift has added to every weight.
            if bit == bitWidth - 1 { unsafe arithmetic.multiply(result.pointer, result.pointer, inverse.pointer) }
            guard bit % windows.bits == 0 else { continue }
            for table in 0..<tableCount {
                unsafe select(entry.pointer, table: table, bit: bit, lists)
                unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
            }
        }
        // Halves of the parts onto each other, until there is one.
        var partCount = shares.partCount
        while partCount > 1 {
            partCount /= 2
            for lane in 0..<(partCount * shares.width) {
                unsafe arithmetic.copyLane(
                    lane + partCount * shares.width, of: result.pointer, to: lane, of: entry.pointer)
            }
            unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
        }
        return unsafe arithmetic.store(result.pointer, count: lists.count * shares.groupCount)
    }

    /// Each lane's entry of a table, for the digits of its weights from a bit on.
    private func select(_ result: Words, table: Int, bit: Int, _ lists: ArraySlice<[Natural]>) {
        let (windows, lanes) = (windows, lanes[...])
        // All groups of a list, side by side, have the same weights.
        var index: UInt64 = 0
        unsafe arithmetic.select(
            result, from: tables.pointer + table * tableSize, count: windows.entryCount
        ) { lane in
            let share = lanes.ofLane(lane)
            guard share.group == 0 else { return index }
            let weights = lists.ofLane(share.list)
            let first = share.bases.lowerBound + table * windows.bases
            index = 0
            for base in first..<Swift.max(first, Swift.min(first + windows.bases, share.bases.upperBound)) {
                index |= weights[base].bits(from: bit, count: windows.bits) << UInt64((base - first) * windows.bits)
            }
            return index
        }
    }
}
