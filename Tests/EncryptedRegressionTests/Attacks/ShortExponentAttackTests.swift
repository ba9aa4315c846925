// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

/// Attack A: a server hides answers by short powers of one cached base, and the client's key lets it take logarithms.
@Suite("Attack A: short exponents")
struct ShortExponentAttackTests {
    @Test("short exponents of one base give all weights away; fresh noise and a pool give none", arguments: AttackedServer.shapes)
    func allWeightsOrNone(_ featureCount: Int, _ headroom: Int) throws {
        let server = try AttackedServer(seed: 1, featureCount: featureCount, headroom: headroom)
        let attack = ShortExponentAttack(client: try SmoothKeyClient("smooth", server.model.contract))
        func weights(_ noise: some NoiseSupply) throws -> [Int64]? {
            var noise = noise
            let client = attack.client
            return attack.weights(try server.answers(to: client.request, 6, key: client.key, noise: &noise))
        }
        let cached = CachedBaseNoise(
            for: attack.client.key, exponentBits: ShortExponentAttack.exponentBits, seed: 2)
        #expect(try weights(cached) == server.weights)
        #expect(try weights(FreshNoise()) == nil)
        #expect(try weights(PooledNoise(attack.client.owner)) == nil)
    }
}

/// With `A_j = W + r_j·η mod M`, ratios of differences are small fractions, which give η, and W and r_0 are small too.
private struct ShortExponentAttack {
    static let exponentBits = 256
    let client: SmoothKeyClient

    func weights(_ answers: [[UInt8]]) -> [Int64]? {
        let logarithms = answers.map { answer in
            let (p, q) = client.logarithms(answer)
            return ResidueClass.combined(p + q)
        }
        let (first, modulus) = logarithms[0]
        let differences = logarithms.dropFirst().map { ($0.value - first).modulus(modulus) }
        guard let inverse = differences[0].inverse(modulus) else { return nil }
        // Every (r_j − r_0)/(r_1 − r_0) in lowest terms: the common denominator is r_1 − r_0 up to its sign.
        var denominator = BigInt(1)
        for difference in differences.dropFirst() {
            guard let part = Self.denominator((difference * inverse).modulus(modulus), modulus) else { return nil }
            denominator = denominator / denominator.greatestCommonDivisor(with: part) * part
        }
        guard let inverseDenominator = denominator.inverse(modulus) else { return nil }
        let eta = (differences[0] * inverseDenominator).modulus(modulus)
        return client.probe.weights(in: smallPart(of: first, eta, modulus))
    }

    /// The denominator of a fraction of small numbers modulo `modulus`: Wang's rational reconstruction, 1981.
    private static func denominator(_ value: BigInt, _ modulus: BigInt) -> BigInt? {
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
    private func smallPart(of first: BigInt, _ eta: BigInt, _ modulus: BigInt) -> BigInt {
        // The lattice of (w, s·r) with w + r·η = 0; s makes both coordinates of the wanted difference equally long.
        let scale = BigInt(1) << (client.probe.sumBits - Self.exponentBits)
        var (u, v) = ((modulus, BigInt(0)), (-eta, scale))
        func dot(_ a: (BigInt, BigInt), _ b: (BigInt, BigInt)) -> BigInt { a.0 * b.0 + a.1 * b.1 }
        // Lagrange and Gauss.
        while true {
            if dot(u, u) < dot(v, v) { swap(&u, &v) }
            let quotient = Self.rounded(dot(u, v), dot(v, v))
            if quotient == 0 { break }
            u = (u.0 - quotient * v.0, u.1 - quotient * v.1)
        }
        // Coordinates of (first, 0) by Cramer's rule, rounded: Babai, 1986.
        let determinant = u.0 * v.1 - u.1 * v.0
        let (a, b) = (Self.rounded(first * v.1, determinant), Self.rounded(-first * u.1, determinant))
        return first - a * u.0 - b * v.0
    }

    /// The integer nearest to `a / b`.
    private static func rounded(_ a: BigInt, _ b: BigInt) -> BigInt {
        let divisor = 2 * BigInt(b.magnitude)
        let numerator = 2 * a * b.signum() + BigInt(b.magnitude)
        return (numerator - numerator.modulus(divisor)) / divisor
    }
}
