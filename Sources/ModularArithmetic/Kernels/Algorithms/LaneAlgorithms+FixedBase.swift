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
    /// What is left of two lists when full lanes are taken off shares lanes, the first table's in even ones, where both tables
    /// have one shape: the halves of a few ciphertexts.
    ///
    /// - Complexity: For each exponent a product and a scan of `2^windowBits` entries a block.
    package func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[LimbStorage]] {
        var powers: [[LimbStorage]] = []
        while powers.count < tables.count {
            let (first, second) = (powers.count, powers.count + 1)
            let list = exponents[first]
            let rest = list.count % processor.laneCount
            guard second < tables.count, exponents[second].count == list.count, rest > 0,
                2 * rest <= processor.laneCount, tables[first].hasShape(of: tables[second])
            else {
                powers.append(self.powers(from: tables[first], tables[first], to: list))
                continue
            }
            let mixed = zip(list, exponents[second]).suffix(rest).flatMap { [$0, $1] }
            let last = self.powers(from: tables[first], tables[second], to: mixed)
            for (table, parity) in [(first, 0), (second, 1)] {
                powers.append(
                    self.powers(from: tables[table], tables[table], to: exponents[table].dropLast(rest))
                        + (0..<rest).map { last[2 * $0 + parity] })
            }
        }
        return powers
    }

    /// Powers of the bases of two tables in turn.
    @inline(never)
    private func powers<Exponents: Collection<Natural>>(
        from even: FixedBaseTable, _ odd: FixedBaseTable, to exponents: Exponents
    ) -> [LimbStorage] {
        let exponents = Array(exponents)
        let moduli = (0..<processor.laneCount).map { ($0.isMultiple(of: 2) ? even : odd).modulus }
        let arithmetic = processor.arithmetic(moduli, digitCount: TwoDigitResidue.digitCount)
        let (width, entryCount) = (arithmetic.wordCount, 1 << even.windowBits)
        let blockSize = entryCount * arithmetic.entryWordCount
        let pieces = pieces(exponents.count)
        let results = arithmetic.places(Swift.max(1, pieces.count))
        let entry = arithmetic.places(1)
        for block in 0..<even.blockCount {
            for (place, piece) in pieces.enumerated() {
                let result = unsafe results.pointer + place * width
                unsafe arithmetic.select(
                    block == 0 ? result : entry.pointer, fromBlocks: even.entries.pointer + block * blockSize,
                    odd.entries.pointer + block * blockSize, count: entryCount
                ) { lane in
                    exponents[piece].ofLane(lane).bits(from: block * even.windowBits, count: even.windowBits)
                }
                if block > 0 { unsafe arithmetic.multiply(result, result, entry.pointer) }
            }
        }
        return pieces.enumerated().flatMap { place, piece in
            unsafe arithmetic.store(results.pointer + place * width, count: piece.count)
        }
    }
}
