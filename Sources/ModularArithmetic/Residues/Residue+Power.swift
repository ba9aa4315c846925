// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Residue {
    /// The power with a secret exponent below `2^bitCount`: see ``powers(of:to:bitCount:)``.
    package func power(_ exponent: Natural, bitCount: Int) -> Residue {
        Self.powers(of: [self], to: [exponent], bitCount: bitCount)[0]
    }

    /// Powers with secret exponents below `2^bitCount`, element by element.
    ///
    /// Time depends on `bitCount` and the widths of the moduli alone.
    ///
    /// - Parameters:
    ///   - bases: Each may have a modulus of its own, all of one kernel; secret.
    ///   - exponents: One for each base.
    ///   - bitCount: Public, not negative.
    /// - Returns: The powers in order.
    /// - Complexity: For each base `bitCount` squarings and about `bitCount / 5` products.
    package static func powers(of bases: [Residue], to exponents: [Natural], bitCount: Int) -> [Residue] {
        precondition(bases.count == exponents.count && bitCount >= 0, "one exponent for each base")
        for exponent in exponents {
            precondition(exponent.fits(bitCount: bitCount).reveal(), "the exponent is longer than declared")
        }
        return bases.first?.modulus.kernel.powers(of: bases, to: exponents, bitCount: bitCount) ?? []
    }

    /// The power with a public exponent: see ``powersVariableTime(of:to:)``.
    ///
    /// - Warning: Leaks `exponent` through time.
    package func powerVariableTime(_ exponent: Natural) -> Residue {
        Self.powersVariableTime(of: [self], to: exponent)[0]
    }

    /// Powers of residues of one modulus with one public exponent; the bases may be secret.
    ///
    /// - Warning: Leaks `exponent` through time.
    /// - Complexity: For each base one squaring a bit, and a product for about every seventh.
    package static func powersVariableTime(of bases: [Residue], to exponent: Natural) -> [Residue] {
        guard let first = bases.first else { return [] }
        for base in bases { base.requireSameModulus(first) }
        return first.modulus.kernel.powersVariableTime(of: bases, to: exponent)
    }
}
