// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A public exponent cut into odd windows with zeros between them, from the top: Menezes, van Oorschot, Vanstone, "Handbook of
/// Applied Cryptography", algorithm 14.85.
///
/// The width is the one that needs the fewest products for this very exponent; its zeros cost squarings alone.
struct SlidingWindows {
    /// A window: square so often, then multiply by `base^(2·index + 1)`.
    struct Step {
        let squarings: Int
        let index: Int
    }

    /// The windows; none for zero.
    let steps: [Step]
    /// Squarings after the last one.
    let finalSquarings: Int
    /// How many odd powers the windows use: those up to the highest.
    let oddPowerCount: Int

    /// Products beside the squarings of the result, which are the same for all widths but for a few.
    private var productCount: Int { steps.count + (oddPowerCount > 1 ? oddPowerCount : 0) }

    /// - Warning: Leaks the exponent through time.
    init(_ exponent: Natural) {
        // Beyond 6 bits the odd powers leave the first-level cache.
        var best = SlidingWindows(exponent, windowBits: 1)
        for windowBits in 2...6 {
            let other = SlidingWindows(exponent, windowBits: windowBits)
            if other.productCount < best.productCount { best = other }
        }
        self = best
    }

    private init(_ exponent: Natural, windowBits: Int) {
        var steps: [Step] = []
        var highest = -1
        var squarings = 0
        var position = exponent.bitWidthVariableTime - 1
        while position >= 0 {
            guard exponent.bit(position) == 1 else {
                squarings += 1
                position -= 1
                continue
            }
            var low = Swift.max(0, position - windowBits + 1)
            while exponent.bit(low) == 0 { low += 1 }
            let index = Int(exponent.bits(from: low, count: position - low + 1) >> 1)
            steps.append(Step(squarings: squarings + position - low + 1, index: index))
            highest = Swift.max(highest, index)
            squarings = 0
            position = low - 1
        }
        self.steps = steps
        finalSquarings = squarings
        oddPowerCount = highest + 1
    }
}
