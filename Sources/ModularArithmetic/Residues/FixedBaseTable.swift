// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Powers of one base modulo m², prepared for many secret exponents of a fixed length.
///
/// Block `i` holds `base^(j·2^(w·i))` for every digit j, so a power is one product for each `w` bits and no squaring: Brickell,
/// Gordon, McCurley, Wilson, "Fast Exponentiation with Precomputation", EUROCRYPT '92, section 2, with whole digits stored.
/// Digits are secret: every block is read in full.
@safe package final class FixedBaseTable: Sendable {
    /// m.
    package let modulus: Modulus
    /// Exponents are below `2^exponentBits`.
    package let exponentBits: Int
    /// w.
    package let windowBits: Int
    /// The digits of an exponent.
    package let blockCount: Int
    /// What the modulus's kernel made, in its own layout.
    let entries: LimbStorage

    /// - Parameters:
    ///   - base: The base of all powers.
    ///   - exponentBits: The length of all exponents.
    ///   - windowBits: The digit's width, 4 to 8: memory grows with `2^windowBits / windowBits`, products fall with `1 / windowBits`.
    /// - Complexity: `exponentBits / windowBits · (2^windowBits − 1)` products.
    package init(base: TwoDigitResidue, exponentBits: Int, windowBits: Int = 5) {
        precondition((4...8).contains(windowBits) && exponentBits > 0, "unusable table shape")
        modulus = base.modulus
        self.exponentBits = exponentBits
        self.windowBits = windowBits
        blockCount = (exponentBits + windowBits - 1) / windowBits
        entries = modulus.kernel.fixedBaseEntries(of: base.lane, blockCount: blockCount, windowBits: windowBits)
    }

    /// Whether another table is as long in every way, and so read in step with this one.
    func hasShape(of other: FixedBaseTable) -> Bool {
        windowBits == other.windowBits && blockCount == other.blockCount && entries.count == other.entries.count
    }

    /// `base^exponent` for a list of exponents.
    package func powers(_ exponents: [Natural]) -> [TwoDigitResidue] {
        Self.powers(from: [self], to: [exponents])[0]
    }

    /// `base^exponent` for a list of exponents of each table.
    ///
    /// - Parameters:
    ///   - tables: Each may have a modulus of its own, all of one kernel.
    ///   - exponents: For each table its list.
    /// - Returns: For each table the powers in order.
    /// - Complexity: `exponentBits / windowBits` products for each exponent.
    package static func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[TwoDigitResidue]] {
        precondition(tables.count == exponents.count, "one list for each table")
        for (table, list) in zip(tables, exponents) {
            for exponent in list {
                precondition(
                    exponent.fits(bitCount: table.exponentBits).reveal(), "the exponent is longer than the table")
            }
        }
        guard let kernel = tables.first?.modulus.kernel else { return [] }
        return zip(kernel.powers(from: tables, to: exponents), tables).map { powers, table in
            powers.map { TwoDigitResidue(adopting: $0, modulo: table.modulus) }
        }
    }
}
