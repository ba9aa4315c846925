// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// Attacks by a client who can take discrete logarithms modulo its own primes, which the proof of its key does not exclude.
///
/// The attackers know the key, their request and the answers, nothing of the server.
@Suite("Attacks on cheaper noise")
struct NoiseAttackTests {
    /// Random weights of 24 bits.
    static func weights(seed: UInt64) -> [Int64] {
        var generator = SeededGenerator(seed: seed)
        return (0..<MaliciousClient.weightCount).map { _ in Int64(generator.next() >> 40) - (1 << 23) }
    }

    static func scalars(_ weights: [Int64]) throws -> [SignedScalar] {
        try weights.map { try SignedScalar($0, bitWidth: MaliciousClient.weightBits) }
    }

    /// The answers of the library.
    static func realAnswers(_ count: Int, _ client: MaliciousClient, _ weights: [Int64]) throws -> [Ciphertext] {
        let (request, scalars) = (try client.request(), try scalars(weights))
        return try (0..<count).map { _ in
            try client.key.release(client.key.linearCombination(request, scalars))
        }
    }

    @Test("short exponents of one base give all weights away, fresh noise none")
    func shortExponents() throws {
        let client = try MaliciousClient("smooth")
        let weights = Self.weights(seed: 1)
        var server = CachedBaseServer(key: client.key, exponentBits: 256, seed: 2)
        let (request, scalars) = (try client.request(), try Self.scalars(weights))
        let answers = try (0..<6).map { _ in try server.answer(request, scalars) }
        #expect(ShortExponentAttack.weights(client, answers) == weights)
        #expect(ShortExponentAttack.weights(client, try Self.realAnswers(6, client, weights)) == nil)
    }

    @Test("exponents beyond n of one base give all weights away, fresh noise none")
    func oneBase() throws {
        let client = try MaliciousClient("shared-smooth")
        let weights = Self.weights(seed: 3)
        var server = CachedBaseServer(key: client.key, exponentBits: 2048 + 128, seed: 4)
        let (request, scalars) = (try client.request(), try Self.scalars(weights))
        let answers = try (0..<2).map { _ in try server.answer(request, scalars) }
        #expect(OneBaseAttack.weights(client, answers) == weights)
        #expect(OneBaseAttack.weights(client, try Self.realAnswers(2, client, weights)) == nil)
    }
}

/// With `A_j = W + r_j·η mod M`, ratios of differences are small fractions, which give η, and W and r_0 are small too.
private enum ShortExponentAttack {
    static let exponentBits = 256

    static func weights(_ client: MaliciousClient, _ answers: [Ciphertext]) -> [Int64]? {
        let logarithms = answers.map { answer in
            let (p, q) = client.logarithms(answer)
            return Class.combined(p + q)
        }
        let modulus = logarithms[0].modulus
        let first = logarithms[0].value
        let differences = logarithms.dropFirst().map { reduced($0.value - first, modulus) }
        guard let inverse = differences[0].inverse(modulus) else { return nil }
        // Every (r_j − r_0)/(r_1 − r_0) in lowest terms: the common denominator is r_1 − r_0 up to its sign.
        var denominator = BigInt(1)
        for difference in differences.dropFirst() {
            guard let part = self.denominator(reduced(difference * inverse, modulus), modulus) else { return nil }
            denominator = denominator / denominator.greatestCommonDivisor(with: part) * part
        }
        guard let inverseDenominator = denominator.inverse(modulus) else { return nil }
        let eta = reduced(differences[0] * inverseDenominator, modulus)
        return MaliciousClient.weights(in: smallPart(of: first, eta, modulus))
    }

    /// The denominator of a fraction of small numbers modulo `modulus`: Wang's rational reconstruction, 1981.
    static func denominator(_ value: BigInt, _ modulus: BigInt) -> BigInt? {
        let bound = BigInt(1) << exponentBits
        var (r, next, t, nextT) = (modulus, value, BigInt(0), BigInt(1))
        while next > bound {
            let quotient = r / next
            (r, next) = (next, r - quotient * next)
            (t, nextT) = (nextT, t - quotient * nextT)
        }
        let result = BigInt(nextT.magnitude)
        return result > 0 && result <= bound ? result : nil
    }

    /// The small `W` with `first = W + r·η` for a small `r`: the vector of a plane lattice closest to `(first, 0)`.
    static func smallPart(of first: BigInt, _ eta: BigInt, _ modulus: BigInt) -> BigInt {
        // The lattice of (w, s·r) with w + r·η = 0; s makes both coordinates of the wanted difference equally long.
        let scale = BigInt(1) << (MaliciousClient.sumBits - exponentBits)
        var (u, v) = ((modulus, BigInt(0)), (-eta, scale))
        func dot(_ a: (BigInt, BigInt), _ b: (BigInt, BigInt)) -> BigInt { a.0 * b.0 + a.1 * b.1 }
        // Lagrange and Gauss.
        while true {
            if dot(u, u) < dot(v, v) { swap(&u, &v) }
            let quotient = rounded(dot(u, v), dot(v, v))
            if quotient == 0 { break }
            u = (u.0 - quotient * v.0, u.1 - quotient * v.1)
        }
        // Coordinates of (first, 0) by Cramer's rule, rounded: Babai, 1986.
        let determinant = u.0 * v.1 - u.1 * v.0
        let (a, b) = (rounded(first * v.1, determinant), rounded(-first * u.1, determinant))
        return first - a * u.0 - b * v.0
    }

    static func reduced(_ value: BigInt, _ modulus: BigInt) -> BigInt {
        value.modulus(modulus)
    }

    /// The integer nearest to `a / b`.
    static func rounded(_ a: BigInt, _ b: BigInt) -> BigInt {
        let (numerator, divisor) = (2 * a * b.signum() + b.magnitudeInteger, 2 * b.magnitudeInteger)
        let quotient = numerator / divisor
        return numerator < 0 && quotient * divisor != numerator ? quotient - 1 : quotient
    }
}

/// Modulo the common primes of p − 1 and q − 1, `A_p = W + r·η_p` and `A_q = W + r·η_q` with one `r`, however long.
///
/// Differences of two answers give `κ = η_p/η_q`, and `A_p − κ·A_q = (1 − κ)·W`.
private enum OneBaseAttack {
    static func weights(_ client: MaliciousClient, _ answers: [Ciphertext]) -> [Int64]? {
        let logarithms = answers.map { client.logarithms($0) }
        var parts: Classes = []
        for prime in client.fixture.shared {
            let p = logarithms.compactMap { $0.p.first { $0.prime == prime } }
            let q = logarithms.compactMap { $0.q.first { $0.prime == prime } }
            // Now and then a prime gives nothing: the others are enough.
            guard let ratio = (p[1] - p[0]) / (q[1] - q[0]),
                let part = (p[0] - ratio * q[0]) / (Class(1, modulo: prime) - ratio)
            else { continue }
            parts.append(part)
        }
        let (value, modulus) = Class.combined(parts)
        return MaliciousClient.weights(in: 2 * value > modulus ? value - modulus : value)
    }
}

extension BigInt {
    fileprivate var magnitudeInteger: BigInt { BigInt(magnitude) }
}
