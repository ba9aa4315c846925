// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension PortableKernel {
    /// Entry `j` of block `i` is `base^(j·2^(w·i))`, block after block.
    ///
    /// - Complexity: `blockCount · (2^windowBits + windowBits)` products.
    package func fixedBaseEntries(of base: Residue, blockCount: Int, windowBits: Int) -> LimbStorage {
        let blockSize = base.modulus.limbCount << windowBits
        let entries = LimbStorage(count: blockCount * blockSize)
        var blockBase = base
        for block in 0..<blockCount {
            if block > 0 {
                for _ in 0..<windowBits { blockBase = blockBase.squared() }
            }
            unsafe PowerTable.fill(
                entries.pointer + block * blockSize, of: blockBase, count: 1 << windowBits, kernel: self)
        }
        return entries
    }

    /// Block by block for all exponents of a table, so that a block comes into the first-level cache once.
    ///
    /// - Complexity: For each exponent a product and a scan of `2^windowBits` entries a block.
    package func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[Residue]] {
        tables.indices.map { powers(from: tables[$0], to: exponents[$0]) }
    }

    @inline(never)
    private func powers(from table: FixedBaseTable, to exponents: [Natural]) -> [Residue] {
        let modulus = table.modulus
        let (width, windowBits) = (modulus.limbCount, table.windowBits)
        let entryCount = 1 << windowBits
        let results = exponents.map { _ in Residue(adopting: LimbStorage(count: width), modulo: modulus) }
        let entry = LimbStorage(count: width)
        let scratch = LimbStorage(count: width)
        for block in 0..<table.blockCount {
            let entries = unsafe table.entries.pointer + block * width * entryCount
            for (exponent, result) in zip(exponents, results) {
                let place = unsafe result.storage.pointer
                unsafe MaskedChoice.tableEntry(
                    block == 0 ? place : entry.pointer, table: entries, entryCount: entryCount, limbCount: width,
                    index: exponent.bits(from: block * windowBits, count: windowBits))
                if block > 0 {
                    unsafe multiply(place, place, entry.pointer, modulo: modulus, scratch: scratch.pointer)
                }
            }
        }
        return results
    }
}
