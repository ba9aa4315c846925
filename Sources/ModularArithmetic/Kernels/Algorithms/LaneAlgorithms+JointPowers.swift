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

    /// Every bit of every list has a product of its own, of the bases whose exponents have that bit.
    ///
    /// So a list fills as many lanes as its exponents have bits, and all read the same block at a time, which comes into a cache
    /// once. Horner's rule joins the bits.
    ///
    /// - Complexity: For each list `exponentBits` products for each block, `exponentBits − 2` more, and `exponentBits − 1`
    ///   squarings; one list alone takes as long as `lanes / exponentBits` of them.
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
        // The lists' highest bits first, then the next ones; where lanes are as many as lists, no product is in another lane.
        let bits = stride(from: exponentBits - 1, through: 0, by: -1).flatMap { bit in
            exponents.indices.map { (list: $0, bit: bit) }
        }
        let pieces = pieces(bits.count)
        let arithmetic = processor.serving(bits.count)
            .arithmetic([table.modulus], digitCount: TwoDigitResidue.digitCount)
        let (windows, width) = (windows, arithmetic.wordCount)
        let blockSize = windows.entryCount * arithmetic.entryWordCount
        let products = arithmetic.places(pieces.count)
        let entry = arithmetic.places(1)
        for block in 0..<windows.tableCount(baseCount: table.baseCount) {
            let first = block * windows.bases
            let count = Swift.min(windows.bases, table.baseCount - first)
            let entries = unsafe table.entries.pointer + block * blockSize
            table.entries.prefetch(from: (block + 1) * blockSize, count: blockSize)
            for (index, piece) in pieces.enumerated() {
                let product = unsafe products.pointer + index * width
                unsafe arithmetic.select(
                    block == 0 ? product : entry.pointer, fromBlocks: entries, entries, count: windows.entryCount
                ) { lane in
                    let (list, bit) = bits[piece].ofLane(lane)
                    let fields = exponents[list]
                    var index: UInt64 = 0
                    for base in 0..<count {
                        index |= fields.bit((first + base) * exponentBits + bit) << UInt64(base)
                    }
                    return index
                }
                if block > 0 { unsafe arithmetic.multiply(product, product, entry.pointer) }
            }
        }
        let result = arithmetic.places(1)
        for (index, piece) in pieces.enumerated() {
            for (lane, number) in piece.enumerated() {
                let (list, bit) = bits[number]
                let isHighest = bit == exponentBits - 1
                unsafe arithmetic.copyLane(
                    lane, of: products.pointer + index * width, to: list - exponents.startIndex,
                    of: isHighest ? result.pointer : entry.pointer)
                guard !isHighest, list == exponents.endIndex - 1 else { continue }
                unsafe arithmetic.square(result.pointer, result.pointer)
                unsafe arithmetic.multiply(result.pointer, result.pointer, entry.pointer)
            }
        }
        return unsafe arithmetic.store(result.pointer, count: exponents.count)
    }
}
