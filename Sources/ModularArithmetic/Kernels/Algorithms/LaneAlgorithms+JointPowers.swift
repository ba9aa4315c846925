// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    private var windows: JointWindows { JointWindows(bases: JointPowerTable.basesPerBlock, bits: 1) }

    /// As many blocks are made at once as there are lanes.
    ///
    /// - Complexity: A product for each entry.
    package func jointEntries(of bases: [Lane]) -> LimbStorage {
        let arithmetic = processor.arithmetic([bases[0].modulus], digitCount: bases[0].digitCount)
        let windows = windows
        let blockCount = windows.tableCount(baseCount: bases.count)
        let blockSize = windows.entryCount * arithmetic.entryWordCount
        let entries = arithmetic.memory(wordCount: blockCount * blockSize)
        let one = Lane.one(modulo: bases[0].modulus, digitCount: bases[0].digitCount)
        let products = arithmetic.places(windows.entryCount)
        for blocks in pieces(blockCount) {
            unsafe arithmetic.fillJointPowers(products.pointer, windows, baseCount: windows.bases) { base, place in
                let lanes = blocks.map { block in
                    let index = block * windows.bases + base
                    return index < bases.count ? bases[index] : one
                }
                unsafe arithmetic.load(lanes, into: place)
            }
            for (lane, block) in blocks.enumerated() {
                for index in 0..<windows.entryCount {
                    unsafe arithmetic.storeEntry(
                        index, inBlock: entries.pointer + block * blockSize, count: windows.entryCount,
                        from: products.pointer + index * arithmetic.wordCount, lane: lane)
                }
            }
        }
        return entries
    }

    /// Bit by bit from the top, one list of exponents in each lane.
    ///
    /// - Complexity: For each list `exponentBits − 1` squarings, and `exponentBits` products for each block.
    package func products(
        from table: JointPowerTable, exponents: [Natural], exponentBits: Int
    ) -> [LimbStorage] {
        pieces(exponents.count).flatMap {
            products(from: table, exponents: exponents[$0], exponentBits: exponentBits)
        }
    }

    @inline(never)
    private func products(
        from table: JointPowerTable, exponents: ArraySlice<Natural>, exponentBits: Int
    ) -> [LimbStorage] {
        let arithmetic = processor.arithmetic([table.modulus], digitCount: TwoDigitResidue.digitCount)
        let windows = windows
        let blockSize = windows.entryCount * arithmetic.entryWordCount
        let result = arithmetic.places(1)
        let entry = arithmetic.places(1)
        unsafe arithmetic.setOne(result.pointer)
        for bit in stride(from: exponentBits - 1, through: 0, by: -1) {
            if bit < exponentBits - 1 { unsafe arithmetic.square(result.pointer, result.pointer) }
            for block in 0..<windows.tableCount(baseCount: table.baseCount) {
                let first = block * windows.bases
                let count = Swift.min(windows.bases, table.baseCount - first)
                unsafe arithmetic.select(
                    entry.pointer, fromBlock: table.entries.pointer + block * blockSize, count: windows.entryCount
                ) { lane in
                    let list = exponents.ofLane(lane)
                    var index: UInt64 = 0
                    for base in 0..<count {
                        index |= list.bit((first + base) * exponentBits + bit) << UInt64(base)
                    }
                    return index
                }
                unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
            }
        }
        return unsafe arithmetic.store(result.pointer, count: exponents.count)
    }
}
