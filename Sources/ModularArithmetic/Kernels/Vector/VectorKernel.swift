// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import CPaillierKernels

/// A kernel whose lanes are those of vector registers, in C that is chosen when the program runs.
package final class VectorKernel: LaneAlgorithms {
    package let processor: VectorProcessor
    private let scalar = ScalarKernel.fastest
    /// Whether one element costs as much as several, which is more than on the scalar kernel.
    private let hasIdleLanes: Bool

    /// A kernel on functions that stay where they are; nothing when their results are not those of the portable kernel.
    ///
    /// Processors, emulators and the systems that save their registers differ: a few products of each kind are made first.
    ///
    /// - Parameters:
    ///   - functions: What computes.
    ///   - half: The same with fewer lanes, for what does not fill more.
    package init?(_ functions: UnsafePointer<cpk_lane_kernel>, half: UnsafePointer<cpk_lane_kernel>? = nil) {
        processor = unsafe VectorProcessor(functions, half: half)
        // Half a vector with IFMA takes no longer than the scalar kernel.
        hasIdleLanes = unsafe half == nil && functions.pointee.lane_count > 1
        guard agreesWithPortable() else { return nil }
    }

    // MARK: - Single elements, for which lanes would stay empty

    package func montgomeryProduct(_ a: Lane, _ b: LimbStorage) -> LimbStorage { scalar.montgomeryProduct(a, b) }

    package func repeatedSquares(of base: Lane, every: Int, count: Int) -> [LimbStorage] {
        scalar.repeatedSquares(of: base, every: every, count: count)
    }

    package func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage {
        scalar.reduced(integer, modulo: modulus, digitCount: digitCount)
    }

    // MARK: - Powers that are alone, and moduli of a few limbs, which are shorter than vectors are worth

    package func powersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage] {
        if isScalar(bases.map { $0.modulus }) { return scalar.powersVariableTime(of: bases, to: exponent) }
        return slidingPowersVariableTime(of: bases, to: exponent)
    }

    package func powers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
        if isScalar(bases.map { $0.modulus }) { return scalar.powers(of: bases, to: exponents, bitCount: bitCount) }
        return windowedPowers(of: bases, to: exponents, bitCount: bitCount)
    }

    package func powersOfTwo(
        modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int
    ) -> [LimbStorage] {
        if isScalar(moduli) { return scalar.powersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount) }
        return shiftedPowersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount)
    }

    package func products(of lists: [[Lane]]) -> [LimbStorage] {
        // A product for one lane costs as much as for all, and about as much as two or three of the scalar kernel.
        if 3 * lists.count < processor.serving(lists.count).laneCount
            || lists.allSatisfy({ Self.areShort($0.map { $0.modulus }) })
        {
            return scalar.products(of: lists)
        }
        return laneProducts(of: lists)
    }

    /// Whether powers modulo these are made by the scalar kernel.
    private func isScalar(_ moduli: [Modulus]) -> Bool {
        hasIdleLanes && moduli.count == 1 || Self.areShort(moduli)
    }

    private static func areShort(_ moduli: [Modulus]) -> Bool {
        moduli.allSatisfy { $0.limbCount < 3 }
    }
}
