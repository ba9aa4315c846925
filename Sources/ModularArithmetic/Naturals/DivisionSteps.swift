// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The state of a gcd computation: `f`, `g`, and, when an inverse is wanted, `d`, `e` with `f ≡ d·value`, `g ≡ e·value` up to a
/// factor that the steps divide out modulo the modulus.
///
/// Long numbers are signed, in limbs of 62 bits of which the top one carries the sign; a step's matrix has entries of at
/// most 2^62 in absolute value, so no sum below leaves 128 bits.
struct DivisionSteps {
    private static let stepBits = 62
    private static let limbMask = (Int64(1) << 62) - 1

    private let bitCount: Int
    private var f: SignedLimbs
    private var g: SignedLimbs
    private var d: SignedLimbs
    private var e: SignedLimbs
    private let modulus: SignedLimbs?
    private let modulusInverse: UInt64
    /// `−(δ + 1/2)`, `δ` starting at 1/2.
    private var zeta: Int64 = -1

    /// `odd` is odd; `modulus`, when an inverse is wanted, is `odd` again.
    init(odd: Natural, value: Natural, modulus: Natural?) {
        bitCount = 64 * Swift.max(odd.limbCount, value.limbCount)
        let count = (bitCount + 2) / Self.stepBits + 1
        f = SignedLimbs(odd, count: count)
        g = SignedLimbs(value, count: count)
        d = SignedLimbs(Natural(0), count: count)
        e = SignedLimbs(Natural(1), count: count)
        self.modulus = modulus.map { SignedLimbs($0, count: count) }
        modulusInverse = odd.limb(0).inverseModuloWord
    }

    /// Runs the fixed number of steps.
    mutating func run() {
        let steps = (45_907 * bitCount + 30_179) / 19_929
        for _ in 0..<((steps + Self.stepBits - 1) / Self.stepBits) {
            let matrix = nextMatrix()
            updateOperands(matrix)
            if modulus != nil { updateCoefficients(matrix) }
        }
        precondition(g.isZero.reveal(), "the bound on division steps holds")
    }

    /// Runs as many steps as the numbers take: for public ones, which it leaks through time.
    mutating func runVariableTime() {
        while !g.isZero.reveal() {
            let matrix = nextMatrixVariableTime()
            updateOperands(matrix)
            if modulus != nil { updateCoefficients(matrix) }
        }
    }

    private struct Matrix {
        var u: Int64 = 1, v: Int64 = 0, q: Int64 = 0, r: Int64 = 1
    }

    /// 62 division steps on the low words, without a branch.
    private mutating func nextMatrix() -> Matrix {
        var matrix = Matrix()
        var fLow = f.lowWord
        var gLow = g.lowWord
        for _ in 0..<Self.stepBits {
            // swap: δ > 0; odd: g is odd.
            var swap = zeta >> 63
            let odd = 0 &- Int64(bitPattern: gLow & 1)
            // g ← g ± f where g is odd, with f negated where f and g change places.
            let x = (fLow ^ UInt64(bitPattern: swap)) &- UInt64(bitPattern: swap)
            let y = (matrix.u ^ swap) &- swap
            let z = (matrix.v ^ swap) &- swap
            gLow = gLow &+ (x & UInt64(bitPattern: odd))
            matrix.q = matrix.q &+ (y & odd)
            matrix.r = matrix.r &+ (z & odd)
            swap &= odd
            zeta = (zeta ^ swap) &- 1
            fLow = fLow &+ (gLow & UInt64(bitPattern: swap))
            matrix.u = matrix.u &+ (matrix.q & swap)
            matrix.v = matrix.v &+ (matrix.r & swap)
            gLow &>>= 1
            matrix.u &<<= 1
            matrix.v &<<= 1
        }
        return matrix
    }

    /// The same matrix, several steps at once.
    ///
    /// Steps on an even g halve it. As long as δ stays below 1, every step on an odd one adds f first: so the lowest bits of g, one for
    /// each of these steps, vanish by one multiple of f.
    private mutating func nextMatrixVariableTime() -> Matrix {
        var matrix = Matrix()
        var (fLow, gLow) = (f.lowWord, g.lowWord)
        var rest = Int64(Self.stepBits)
        while true {
            let halvings = Int64((gLow | UInt64.max &<< UInt64(rest)).trailingZeroBitCount)
            gLow &>>= UInt64(halvings)
            matrix.u &<<= halvings
            matrix.v &<<= halvings
            zeta &-= halvings
            rest &-= halvings
            if rest == 0 { return matrix }
            if zeta < 0 {
                (fLow, gLow) = (gLow, 0 &- fLow)
                (matrix.u, matrix.q) = (matrix.q, 0 &- matrix.u)
                (matrix.v, matrix.r) = (matrix.r, 0 &- matrix.v)
                zeta = ~zeta
            }
            let bits = Swift.min(zeta + 1, rest, 6)
            // For odd f the inverse modulo 2^6, by one step of Newton's iteration from f, which is one modulo 2^3.
            let inverse = fLow &* (2 &- fLow &* fLow)
            let multiple = (0 &- gLow &* inverse) & (1 &<< UInt64(bits) &- 1)
            gLow &+= fLow &* multiple
            matrix.q &+= matrix.u &* Int64(multiple)
            matrix.r &+= matrix.v &* Int64(multiple)
        }
    }

    /// `(f, g) ← matrix · (f, g) / 2^62`, exactly.
    private mutating func updateOperands(_ t: Matrix) {
        var carryF = Int128(0)
        var carryG = Int128(0)
        for index in 0..<f.count {
            let (fLimb, gLimb) = (Int128(f[index]), Int128(g[index]))
            carryF += Int128(t.u) * fLimb + Int128(t.v) * gLimb
            carryG += Int128(t.q) * fLimb + Int128(t.r) * gLimb
            if index > 0 {
                f[index - 1] = Int64(truncatingIfNeeded: carryF) & Self.limbMask
                g[index - 1] = Int64(truncatingIfNeeded: carryG) & Self.limbMask
            }
            carryF >>= Int128(Self.stepBits)
            carryG >>= Int128(Self.stepBits)
        }
        f[f.count - 1] = Int64(truncatingIfNeeded: carryF)
        g[g.count - 1] = Int64(truncatingIfNeeded: carryG)
    }

    /// `(d, e) ← matrix · (d, e) / 2^62` modulo the modulus, both kept in `−2·modulus … modulus`.
    private mutating func updateCoefficients(_ t: Matrix) {
        guard let modulus else { return }
        let signD = d[d.count - 1] >> 63
        let signE = e[e.count - 1] >> 63
        // Multiples of the modulus that make up for negative d, e and then clear the low 62 bits.
        var multipleD = (t.u & signD) &+ (t.v & signE)
        var multipleE = (t.q & signD) &+ (t.r & signE)
        var carryD = Int128(t.u) * Int128(d[0]) + Int128(t.v) * Int128(e[0])
        var carryE = Int128(t.q) * Int128(d[0]) + Int128(t.r) * Int128(e[0])
        multipleD = multipleD &- correction(carryD, multipleD)
        multipleE = multipleE &- correction(carryE, multipleE)
        carryD += Int128(modulus[0]) * Int128(multipleD)
        carryE += Int128(modulus[0]) * Int128(multipleE)
        carryD >>= Int128(Self.stepBits)
        carryE >>= Int128(Self.stepBits)
        for index in 1..<d.count {
            let (dLimb, eLimb, modulusLimb) = (Int128(d[index]), Int128(e[index]), Int128(modulus[index]))
            carryD += Int128(t.u) * dLimb + Int128(t.v) * eLimb + modulusLimb * Int128(multipleD)
            carryE += Int128(t.q) * dLimb + Int128(t.r) * eLimb + modulusLimb * Int128(multipleE)
            d[index - 1] = Int64(truncatingIfNeeded: carryD) & Self.limbMask
            e[index - 1] = Int64(truncatingIfNeeded: carryE) & Self.limbMask
            carryD >>= Int128(Self.stepBits)
            carryE >>= Int128(Self.stepBits)
        }
        d[d.count - 1] = Int64(truncatingIfNeeded: carryD)
        e[e.count - 1] = Int64(truncatingIfNeeded: carryE)
    }

    private func correction(_ low: Int128, _ multiple: Int64) -> Int64 {
        let word = modulusInverse &* UInt64(truncatingIfNeeded: low) &+ UInt64(bitPattern: multiple)
        return Int64(bitPattern: word) & Self.limbMask
    }

    /// `|f|`: the greatest common divisor, after the run.
    func divisor() -> Natural {
        f.negated(where: f.signMask).natural(bitCount: bitCount)
    }

    /// The inverse in `0 ..< modulus`, after the run.
    func coefficient(modulo modulus: Modulus) -> Natural {
        // d is in −2·modulus … modulus and belongs to f = ±1: take f's sign over, then add the modulus where needed.
        guard let limbs = self.modulus else { return Natural(0) }
        var value = d.negated(where: 0)
        value.add(limbs, where: value.signMask)
        value = value.negated(where: f.signMask)
        value.add(limbs, where: value.signMask)
        value.add(limbs, where: value.signMask)
        return value.natural(bitCount: bitCount)
    }
}
