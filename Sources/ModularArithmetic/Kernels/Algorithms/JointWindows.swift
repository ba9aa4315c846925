// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How the exponents of several bases are cut for one table: `bits` bits of each of `bases` bases choose an entry together.
///
/// Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964, in both directions: wide windows of one base, or
/// one bit of several bases, which saves products where bases are many and exponents short.
struct JointWindows {
    /// Bases that share a table.
    let bases: Int
    /// Bits of each exponent that a product takes in.
    let bits: Int

    /// Entries of a table.
    var entryCount: Int { 1 << (bases * bits) }

    /// Tables for so many bases; the last one may serve fewer.
    func tableCount(baseCount: Int) -> Int { (baseCount + bases - 1) / bases }

    /// Windows in an exponent.
    func windowCount(bitCount: Int) -> Int { (bitCount + bits - 1) / bits }

    /// Products that one list of exponents takes.
    func productCount(baseCount: Int, bitCount: Int) -> Int {
        tableCount(baseCount: baseCount) * windowCount(bitCount: bitCount)
    }

    /// Products that the tables take: one for each entry but 1 and the bases themselves.
    func tableProductCount(baseCount: Int) -> Int {
        let full = tableCount(baseCount: baseCount) - 1
        let rest = baseCount - full * bases
        return full * (entryCount - 1 - bases) + (1 << (rest * bits)) - 1 - rest
    }

    /// The windows that need the fewest products, with at most 16 entries, since every product reads a whole table, and the
    /// tables of all bases ought to stay in a cache.
    ///
    /// - Parameters:
    ///   - baseCount: The bases of a product.
    ///   - bitCount: The length of the exponents.
    ///   - listCount: The products that share the tables.
    /// - Returns: The windows, a function of these three numbers.
    static func best(baseCount: Int, bitCount: Int, listCount: Int) -> JointWindows {
        func cost(_ windows: JointWindows) -> Int {
            windows.tableProductCount(baseCount: baseCount)
                + listCount * windows.productCount(baseCount: baseCount, bitCount: bitCount)
        }
        var best = JointWindows(bases: 1, bits: 1)
        for bits in 1...4 {
            for bases in 1...(4 / bits) {
                let other = JointWindows(bases: bases, bits: bits)
                if cost(other) < cost(best) { best = other }
            }
        }
        return best
    }
}

extension LaneArithmetic {
    /// Writes the products `∏ x_k^(d_k)` side by side, where the digits `d_k` make the index, the first one lowest: a place for each of
    /// `windows.entryCount` indices, from bases that a function loads.
    ///
    /// With fewer bases than the windows have, the others count as 1: their entries repeat what stands before.
    ///
    /// - Complexity: At most `entryCount` products.
    func fillJointPowers(_ places: Words, _ windows: JointWindows, baseCount: Int, load: (_ base: Int, Words) -> Void) {
        unsafe setOne(places)
        for base in 0..<windows.bases {
            let first = 1 << (base * windows.bits)
            guard base < baseCount else {
                unsafe (places + first * wordCount).update(from: places, count: first * wordCount)
                continue
            }
            let single = unsafe places + first * wordCount
            unsafe load(base, single)
            for index in (first + 1)..<(first << windows.bits) {
                unsafe multiply(places + index * wordCount, places + (index - first) * wordCount, single)
            }
        }
    }
}
