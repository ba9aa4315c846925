// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension PortableKernel {
    /// Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964: the squarings are shared by all bases of a
    /// group, the tables by all lists of weights.
    ///
    /// The weights' shift is undone by the inverse of the product of the bases, which enters where the top bit does. The schedule
    /// is a function of three numbers, bases, width and lists: zero weights cost what others cost.
    ///
    /// - Complexity: For each group and list `bitWidth` squarings and `bases · bitWidth / windowBits` products, for each group
    ///   `2^windowBits − 2` products a base.
    package func weightedProducts(
        of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int
    ) -> [[Residue]] {
        let windowBits = Self.windowBits(bitWidth: bitWidth, listCount: shiftedWeights.count)
        return groups.map { group in
            let tables = group.bases.map { PowerTable(of: $0, count: 1 << windowBits, kernel: self) }
            return shiftedWeights.map { weightedProduct(group, tables, $0, bitWidth: bitWidth, windowBits: windowBits) }
        }
    }

    @inline(never)
    private func weightedProduct(
        _ group: BaseGroup, _ tables: [PowerTable], _ weights: [Natural], bitWidth: Int, windowBits: Int
    ) -> Residue {
        let modulus = group.modulus
        let width = modulus.limbCount
        let entry = LimbStorage(count: width)
        let scratch = LimbStorage(count: width)
        let result = LimbStorage(count: width)
        unsafe result.pointer.update(from: modulus.one.pointer, count: width)
        let topBit = (bitWidth + windowBits - 1) / windowBits * windowBits - 1
        for bit in stride(from: topBit, through: 0, by: -1) {
            if bit != topBit {
                unsafe multiply(
                    result.pointer, result.pointer, result.pointer, modulo: modulus, scratch: scratch.pointer)
            }
            // 2^(bitWidth−1) times the inverse: what the shift has added to every weight.
            if bit == bitWidth - 1 {
                unsafe multiply(
                    result.pointer, result.pointer, group.inverseOfProduct.storage.pointer, modulo: modulus,
                    scratch: scratch.pointer)
            }
            guard bit % windowBits == 0 else { continue }
            for (table, weight) in zip(tables, weights) {
                unsafe table.select(weight.bits(from: bit, count: windowBits), into: entry.pointer)
                unsafe multiply(
                    result.pointer, result.pointer, entry.pointer, modulo: modulus, scratch: scratch.pointer)
            }
        }
        return Residue(adopting: result, modulo: modulus)
    }

    /// The window that needs the fewest products for each base; at most 4 bits, since every product reads a whole table, and
    /// the tables of all bases ought to stay in a cache.
    private static func windowBits(bitWidth: Int, listCount: Int) -> Int {
        func cost(_ window: Int) -> Int {
            (1 << window) - 2 + listCount * ((bitWidth + window - 1) / window)
        }
        return (1...4).min { cost($0) < cost($1) } ?? 1
    }
}
