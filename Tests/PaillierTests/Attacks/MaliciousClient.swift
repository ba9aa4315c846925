// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// A client whose key lets it take discrete logarithms, and what it does with answers.
///
/// It asks for a combination of encryptions of zero, `c_i = γ^(2^(25·i))` with `γ = g^n`, so an answer is `γ^W` times the
/// server's noise, with `W = Σ weight_i · 2^(25·i)`, and times a power of `1 + n`, which is 1 modulo p and q.
struct MaliciousClient {
    static let weightCount = 30
    static let weightBits = 24
    static let slotBits = 25
    /// `|W| < 2^sumBits`.
    static let sumBits = weightCount * slotBits

    let fixture: AttackKeyFixture
    let key: PublicKey
    private let subgroupsOfP, subgroupsOfQ: [Subgroup]
    private let modulusP, modulusQ: Modulus

    init(_ name: String) throws {
        let fixture = try AttackKeyFixture.named(name)
        self.fixture = fixture
        key = try PublicKey(modulus: fixture.n.bytes)
        modulusP = try #require(Modulus(fixture.p.natural))
        modulusQ = try #require(Modulus(fixture.q.natural))
        let root = fixture.g.value.power(fixture.n.value, modulus: fixture.n.value)
        subgroupsOfP = Self.subgroups(fixture.pFactors, of: root, modulo: modulusP)
        subgroupsOfQ = Self.subgroups(fixture.qFactors, of: root, modulo: modulusQ)
    }

    /// The encryptions of zero.
    func request() throws -> [Ciphertext] {
        let n = fixture.n.value
        var nonce = fixture.g.value
        return try (0..<Self.weightCount).map { _ in
            let ciphertext = try key.encrypt(Plaintext(0), hiddenBy: key.noise(nonce: Natural(big: nonce)))
            nonce = nonce.power(BigUInt(1) << Self.slotBits, modulus: n)
            return ciphertext
        }
    }

    /// The logarithms to the base γ of an answer modulo p and modulo q, each modulo the odd part of the group's order.
    func logarithms(_ answer: Ciphertext) -> (p: Classes, q: Classes) {
        let value = answer.residue.natural
        return (
            subgroupsOfP.map { $0.logarithm(Residue(reducing: value, modulo: modulusP)) },
            subgroupsOfQ.map { $0.logarithm(Residue(reducing: value, modulo: modulusQ)) }
        )
    }

    /// The weights in `W`, or nothing when it is no such sum.
    static func weights(in sum: BigInt) -> [Int64]? {
        let half = BigInt(1) << (weightBits - 1)
        var rest = sum
        var weights: [Int64] = []
        for _ in 0..<weightCount {
            // The digit in −2^24 ..< 2^24.
            var digit = BigInt(rest.magnitude & ((BigUInt(1) << slotBits) - 1)) * (rest.sign == .minus ? -1 : 1)
            if digit < 0 { digit += BigInt(1) << slotBits }
            if digit >> (slotBits - 1) == 1 { digit -= BigInt(1) << slotBits }
            guard digit >= -half, digit < half else { return nil }
            weights.append(Int64(digit))
            rest = (rest - digit) / (BigInt(1) << slotBits)
        }
        return rest == 0 ? weights : nil
    }

    private static func subgroups(_ primes: [Int], of root: BigUInt, modulo modulus: Modulus) -> [Subgroup] {
        let base = Residue(reducing: Natural(big: root), modulo: modulus)
        return primes.map { Subgroup(order: $0, of: base) }
    }
}

/// A number modulo each of several primes.
typealias Classes = [Class]

/// A number modulo a small prime.
struct Class {
    let prime: Int
    let value: Int

    init(_ value: Int, modulo prime: Int) {
        self.prime = prime
        self.value = (value % prime + prime) % prime
    }

    static func - (a: Class, b: Class) -> Class { Class(a.value - b.value, modulo: a.prime) }
    static func * (a: Class, b: Class) -> Class { Class(a.value * b.value, modulo: a.prime) }

    /// Nothing when the divisor is zero.
    static func / (a: Class, b: Class) -> Class? {
        guard let inverse = BigInt(b.value).inverse(BigInt(a.prime)) else { return nil }
        return a * Class(Int(inverse), modulo: a.prime)
    }

    /// The number and the product of the primes, by the Chinese remainder theorem (Garner's way).
    static func combined(_ classes: [Class]) -> (value: BigInt, modulus: BigInt) {
        var (value, modulus) = (BigInt(0), BigInt(1))
        for part in classes {
            let missing = part - Class(Int(value % BigInt(part.prime)), modulo: part.prime)
            // The primes are distinct.
            guard let steps = missing / Class(Int(modulus % BigInt(part.prime)), modulo: part.prime) else { continue }
            value += modulus * BigInt(steps.value)
            modulus *= BigInt(part.prime)
        }
        return (value, modulus)
    }
}

/// A subgroup of small prime order of the units modulo p, with a table for baby-step giant-step.
///
/// Pohlig and Hellman, "An improved algorithm for computing logarithms over GF(p)", 1978; Shanks.
private struct Subgroup {
    static let babySteps = 2048
    let order: Int
    /// `(p − 1) / order`.
    let cofactor: Natural
    /// The inverse of `2048` baby steps at once.
    let giantStep: Residue
    /// By the lowest 64 bits.
    let positions: [UInt64: Int]

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

    func logarithm(_ value: Residue) -> Class {
        var power = value.powerVariableTime(cofactor)
        for steps in 0...order / Self.babySteps {
            if let position = positions[power.natural.limb(0)] {
                return Class(position + steps * Self.babySteps, modulo: order)
            }
            power = power * giantStep
        }
        fatalError("not in the subgroup")
    }
}
