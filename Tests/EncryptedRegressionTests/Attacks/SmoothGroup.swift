// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport

/// Logarithms modulo a large prime p, as far as small primes that divide p − 1 once reach.
///
/// Pohlig and Hellman, "An improved algorithm for computing logarithms over GF(p)", 1978. Factors whose order is prime to
/// the small primes do not change a logarithm.
struct SmoothGroup {
    private let modulus: Modulus
    private let subgroups: [Subgroup]

    /// - Parameters:
    ///   - prime: p.
    ///   - factors: The small primes.
    ///   - base: The base of logarithms, of an order that is a multiple of all of them.
    init?(modulo prime: HexNumber, factors: [Int], base: Natural) {
        guard let modulus = Modulus(prime.natural) else { return nil }
        let root = Residue(reducing: base, modulo: modulus)
        self.modulus = modulus
        subgroups = factors.map { Subgroup(order: $0, of: root) }
    }

    /// The logarithm modulo each of the small primes.
    func logarithm(_ bigEndianBytes: [UInt8]) -> [ResidueClass] {
        let value = Residue(reducing: Natural(bigEndianBytes: bigEndianBytes), modulo: modulus)
        return subgroups.map { $0.logarithm(value) }
    }
}

/// A subgroup of small prime order, with a table for baby steps and giant steps (Shanks).
private struct Subgroup {
    private static let babySteps = 2048
    private let order: Int
    /// `(p − 1) / order`.
    private let cofactor: Natural
    /// All baby steps at once, backwards.
    private let giantStep: Residue
    /// By the lowest 64 bits.
    private let positions: [UInt64: Int]

    init(order: Int, of root: Residue) {
        self.order = order
        cofactor = Natural(big: (root.modulus.value.value - 1) / BigUInt(order))
        let base = root.powerVariableTime(cofactor)
        var (power, positions) = (Residue.one(modulo: root.modulus), [UInt64: Int]())
        for step in 0..<Self.babySteps {
            positions[power.natural.limb(0)] = step
            power = power * base
        }
        self.positions = positions
        giantStep = base.powerVariableTime(Natural(UInt64(order - Self.babySteps)))
    }

    func logarithm(_ value: Residue) -> ResidueClass {
        var power = value.powerVariableTime(cofactor)
        for steps in 0...order / Self.babySteps {
            if let position = positions[power.natural.limb(0)] {
                return ResidueClass(position + steps * Self.babySteps, modulo: order)
            }
            power = power * giantStep
        }
        fatalError("not in the subgroup")
    }
}

/// A number modulo a small prime.
struct ResidueClass: Equatable {
    let prime: Int
    let value: Int

    init(_ value: Int, modulo prime: Int) {
        self.prime = prime
        self.value = (value % prime + prime) % prime
    }

    init(_ value: BigInt, modulo prime: Int) {
        self.init(Int(value % BigInt(prime)), modulo: prime)
    }

    static func - (a: ResidueClass, b: ResidueClass) -> ResidueClass {
        ResidueClass(a.value - b.value, modulo: a.prime)
    }

    static func * (a: ResidueClass, b: ResidueClass) -> ResidueClass {
        ResidueClass(a.value * b.value, modulo: a.prime)
    }

    /// Nothing when the divisor is zero.
    static func / (a: ResidueClass, b: ResidueClass) -> ResidueClass? {
        BigInt(b.value).inverse(BigInt(a.prime)).map { a * ResidueClass($0, modulo: a.prime) }
    }

    /// The number and the product of the primes, by the Chinese remainder theorem (Garner's way).
    static func combined(_ classes: [ResidueClass]) -> (value: BigInt, modulus: BigInt) {
        var (value, modulus) = (BigInt(0), BigInt(1))
        for part in classes {
            let missing = part - ResidueClass(value, modulo: part.prime)
            // The primes are distinct.
            guard let steps = missing / ResidueClass(modulus, modulo: part.prime) else { continue }
            value += modulus * BigInt(steps.value)
            modulus *= BigInt(part.prime)
        }
        return (value, modulus)
    }

    /// The number next to zero that is in all classes.
    static func smallest(_ classes: [ResidueClass]) -> BigInt {
        let (value, modulus) = combined(classes)
        return 2 * value > modulus ? value - modulus : value
    }
}
