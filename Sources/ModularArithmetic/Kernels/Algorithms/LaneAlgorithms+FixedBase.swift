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

    /// Block by block for all exponents, so that a block comes into the first-level cache once, and while it is used the next.
    ///
    /// What is left of two lists when full lanes are taken off shares lanes, the first table's in even ones, where both tables
    /// have one shape: the halves of a few ciphertexts.
    ///
    /// - Complexity: For each exponent a product and a scan of `2^windowBits` entries a block.
    @inline(never)
    package func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[LimbStorage]] {
        let parts = fixedBaseLanes(tables, exponents)
        for block in 0..<(tables.map { $0.blockCount }.max() ?? 0) {
            for table in tables {
                let size = table.entries.count / table.blockCount
                table.entries.prefetch(from: (block + 1) * size, count: size)
            }
            for part in parts { part.multiply(byBlock: block) }
        }
        var powers = tables.map { _ in [LimbStorage]() }
        for part in parts {
            for (table, power) in zip(part.tables, part.powers()) { powers[table].append(power) }
        }
        return powers
    }

    /// The exponents in lanes, those of each table in order.
    private func fixedBaseLanes(
        _ tables: [FixedBaseTable], _ exponents: [[Natural]]
    ) -> [FixedBaseLanes<Processor.Arithmetic>] {
        var parts: [FixedBaseLanes<Processor.Arithmetic>] = []
        func add(_ even: Int, _ odd: Int, _ exponents: [Natural]) {
            if !exponents.isEmpty {
                parts.append(FixedBaseLanes(on: processor.serving(exponents.count), even, odd, of: tables, exponents))
            }
        }
        var table = 0
        while table < tables.count {
            let (list, next) = (exponents[table], table + 1)
            let rest = list.count % processor.laneCount
            let isShared =
                2 * rest <= processor.laneCount && next < tables.count && exponents[next].count == list.count
                && tables[table].hasShape(of: tables[next])
            for own in isShared ? [table, next] : [table] {
                add(own, own, exponents[own].dropLast(rest))
                if !isShared { add(own, own, exponents[own].suffix(rest)) }
            }
            if isShared { add(table, next, zip(list, exponents[next]).suffix(rest).flatMap { [$0, $1] }) }
            table += isShared ? 2 : 1
        }
        return parts
    }
}

/// Powers of prepared bases in lanes, of one table, or of two in turn.
@safe private final class FixedBaseLanes<Arithmetic: LaneArithmetic> {
    /// For each exponent the number of its table.
    let tables: [Int]
    private let arithmetic: Arithmetic
    private let even: FixedBaseTable
    private let odd: FixedBaseTable
    /// One behind the other, each in so many bits.
    private let exponents: Natural
    private let exponentBits: Int
    /// The exponents in each place.
    private let pieces: [Range<Int>]
    private let results: LimbStorage
    private let entry: LimbStorage

    init<Processor: LaneProcessor>(
        on processor: Processor, _ even: Int, _ odd: Int, of tables: [FixedBaseTable], _ exponents: [Natural]
    ) where Processor.Arithmetic == Arithmetic {
        self.tables = exponents.indices.map { $0.isMultiple(of: 2) ? even : odd }
        self.even = tables[even]
        self.odd = tables[odd]
        let moduli = (0..<processor.laneCount).map { tables[$0.isMultiple(of: 2) ? even : odd].modulus }
        arithmetic = processor.arithmetic(moduli, digitCount: TwoDigitResidue.digitCount)
        let limbCount = (self.even.blockCount * self.even.windowBits + 63) / 64
        self.exponents = Natural(joining: exponents, limbCount: limbCount)
        exponentBits = 64 * limbCount
        pieces = processor.pieces(exponents.count)
        results = arithmetic.places(pieces.count)
        entry = arithmetic.places(1)
    }

    /// Takes in the digits of a block, if the exponents are so long.
    func multiply(byBlock block: Int) {
        guard block < even.blockCount else { return }
        let (entryCount, windowBits) = (1 << even.windowBits, even.windowBits)
        let (exponents, exponentBits) = (exponents, exponentBits)
        let offset = block * entryCount * arithmetic.entryWordCount
        for (place, piece) in pieces.enumerated() {
            let result = unsafe results.pointer + place * arithmetic.wordCount
            unsafe arithmetic.select(
                block == 0 ? result : entry.pointer, fromBlocks: even.entries.pointer + offset,
                odd.entries.pointer + offset, count: entryCount
            ) { lane in
                let exponent = Swift.min(piece.lowerBound + lane, piece.upperBound - 1)
                return exponents.bits(from: exponent * exponentBits + block * windowBits, count: windowBits)
            }
            if block > 0 { unsafe arithmetic.multiply(result, result, entry.pointer) }
        }
    }

    /// The powers, when all blocks are taken in.
    func powers() -> [LimbStorage] {
        pieces.enumerated().flatMap { place, piece in
            unsafe arithmetic.store(results.pointer + place * arithmetic.wordCount, count: piece.count)
        }
    }
}

extension Natural {
    /// Numbers one behind the other, the first one lowest, each in so many limbs, which hold it.
    fileprivate init(joining numbers: [Natural], limbCount: Int) {
        self = unsafe Natural.make(limbCount: numbers.count * limbCount) { result in
            for (index, number) in numbers.enumerated() {
                unsafe (result + index * limbCount).update(
                    from: number.storage.pointer, count: Swift.min(limbCount, number.limbCount))
            }
        }
    }
}
