// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension RingElement {
    /// The power with a secret exponent below `2^bitCount`: see ``powers(of:to:bitCount:)``.
    package func power(_ exponent: Natural, bitCount: Int) -> Self {
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
    package static func powers(of bases: [Self], to exponents: [Natural], bitCount: Int) -> [Self] {
        precondition(bases.count == exponents.count && bitCount >= 0, "one exponent for each base")
        for exponent in exponents {
            precondition(exponent.fits(bitCount: bitCount).reveal(), "the exponent is longer than declared")
        }
        guard let kernel = bases.first?.modulus.kernel else { return [] }
        return zip(kernel.powers(of: bases.map { $0.lane }, to: exponents, bitCount: bitCount), bases)
            .map { Self(adopting: $0, modulo: $1.modulus) }
    }

    /// The power with a public exponent: see ``powersVariableTime(of:to:)``.
    ///
    /// - Warning: Leaks `exponent` through time.
    package func powerVariableTime(_ exponent: Natural) -> Self {
        Self.powersVariableTime(of: [self], to: exponent)[0]
    }

    /// Powers of elements of one ring with one public exponent; the bases may be secret.
    ///
    /// - Warning: Leaks `exponent` through time.
    /// - Complexity: For each base one squaring a bit, and a product for about every seventh.
    package static func powersVariableTime(of bases: [Self], to exponent: Natural) -> [Self] {
        guard let first = bases.first else { return [] }
        for base in bases { base.requireSameModulus(first) }
        return first.modulus.kernel.powersVariableTime(of: bases.map { $0.lane }, to: exponent)
            .map { Self(adopting: $0, modulo: first.modulus) }
    }
}

extension Residue {
    /// Powers of 2 with secret exponents below `2^bitCount`, one for each modulus.
    ///
    /// Time depends on `bitCount` and the widths of the moduli alone.
    ///
    /// - Parameters:
    ///   - moduli: All of one kernel; secret.
    ///   - exponents: One for each modulus.
    ///   - bitCount: Public, not negative.
    /// - Returns: The powers in order.
    /// - Complexity: For each modulus `bitCount` squarings: three quarters of ``RingElement/powers(of:to:bitCount:)``.
    package static func powersOfTwo(modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int) -> [Residue] {
        precondition(moduli.count == exponents.count && bitCount >= 0, "one exponent for each modulus")
        for exponent in exponents {
            precondition(exponent.fits(bitCount: bitCount).reveal(), "the exponent is longer than declared")
        }
        guard let kernel = moduli.first?.kernel else { return [] }
        return zip(kernel.powersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount), moduli)
            .map { Residue(adopting: $0, modulo: $1) }
    }
}
