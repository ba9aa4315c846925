// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    /// Entry `j` of block `i` is `base^(j·2^(w·i))`, block after block; as many blocks are made at once as there are lanes.
    ///
    /// - Complexity: `blockCount · (2^windowBits + windowBits)` products.
    package func fixedBaseEntries(of base: Lane, blockCount: Int, windowBits: Int) -> LimbStorage {
        let arithmetic = processor.arithmetic([base.modulus], digitCount: base.digitCount)
        let (width, entryWidth, entryCount) = (arithmetic.wordCount, arithmetic.entryWordCount, 1 << windowBits)
        let entries = arithmetic.memory(wordCount: blockCount * entryCount * entryWidth)
        let bases = repeatedSquares(of: base, every: windowBits, count: blockCount)
            .map { Lane(storage: $0, modulus: base.modulus, digitCount: base.digitCount) }
        let powers = arithmetic.places(entryCount)
        for blocks in pieces(blockCount) {
            unsafe arithmetic.load(Array(bases[blocks]), into: powers.pointer + width)
            unsafe arithmetic.fillPowers(powers.pointer, count: entryCount)
            for (lane, block) in blocks.enumerated() {
                for index in 0..<entryCount {
                    unsafe arithmetic.storeEntry(
                        index, inBlock: entries.pointer + block * entryCount * entryWidth, count: entryCount,
                        from: powers.pointer + index * width, lane: lane)
                }
            }
        }
        return entries
    }

    /// Block by block for all exponents of a table, so that a block comes into the first-level cache once.
    ///
    /// - Complexity: For each exponent a product and a scan of `2^windowBits` entries a block.
    package func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[LimbStorage]] {
        tables.indices.map { powers(from: tables[$0], to: exponents[$0]) }
    }

    @inline(never)
    private func powers(from table: FixedBaseTable, to exponents: [Natural]) -> [LimbStorage] {
        let arithmetic = processor.arithmetic([table.modulus], digitCount: TwoDigitResidue.digitCount)
        let (width, entryCount) = (arithmetic.wordCount, 1 << table.windowBits)
        let pieces = pieces(exponents.count)
        let results = arithmetic.places(Swift.max(1, pieces.count))
        let entry = arithmetic.places(1)
        for block in 0..<table.blockCount {
            let entries = unsafe table.entries.pointer + block * entryCount * arithmetic.entryWordCount
            for (place, piece) in pieces.enumerated() {
                let result = unsafe results.pointer + place * width
                unsafe arithmetic.select(block == 0 ? result : entry.pointer, fromBlock: entries, count: entryCount) {
                    lane in
                    exponents[piece].ofLane(lane).bits(from: block * table.windowBits, count: table.windowBits)
                }
                if block > 0 { unsafe arithmetic.multiply(result, result, entry.pointer) }
            }
        }
        return pieces.enumerated().flatMap { place, piece in
            unsafe arithmetic.store(results.pointer + place * width, count: piece.count)
        }
    }
}
