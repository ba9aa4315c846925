// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import CPaillierKernels

/// A kernel whose lanes are those of vector registers, in C that is chosen when the program runs.
package final class VectorKernel: LaneAlgorithms {
    package let processor: VectorProcessor
    private let portable = PortableKernel.shared

    /// A kernel on functions that stay where they are; nothing when their results are not those of the portable kernel.
    ///
    /// Processors, emulators and the systems that save their registers differ: a few products of each kind are made first.
    ///
    /// - Parameters:
    ///   - functions: What computes.
    ///   - half: The same with fewer lanes, for what does not fill more.
    package init?(_ functions: UnsafePointer<cpk_lane_kernel>, half: UnsafePointer<cpk_lane_kernel>? = nil) {
        processor = unsafe VectorProcessor(functions, half: half)
        guard agreesWithPortable() else { return nil }
    }

    // MARK: - Single elements, for which lanes would stay empty

    package func montgomeryProduct(_ a: Lane, _ b: LimbStorage) -> LimbStorage { portable.montgomeryProduct(a, b) }

    package func repeatedSquares(of base: Lane, every: Int, count: Int) -> [LimbStorage] {
        portable.repeatedSquares(of: base, every: every, count: count)
    }

    package func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage {
        portable.reduced(integer, modulo: modulus, digitCount: digitCount)
    }

    // MARK: - Moduli of a few limbs, which are shorter than vectors are worth

    package func powersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage] {
        if Self.isShort(bases) { return portable.powersVariableTime(of: bases, to: exponent) }
        return slidingPowersVariableTime(of: bases, to: exponent)
    }

    package func powers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
        if Self.isShort(bases) { return portable.powers(of: bases, to: exponents, bitCount: bitCount) }
        return windowedPowers(of: bases, to: exponents, bitCount: bitCount)
    }

    package func powersOfTwo(
        modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int
    ) -> [LimbStorage] {
        if moduli.allSatisfy({ $0.limbCount < 3 }) {
            return portable.powersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount)
        }
        return shiftedPowersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount)
    }

    package func products(of lists: [[Lane]]) -> [LimbStorage] {
        // A product for one lane costs as much as for all, and about as much as three of the portable kernel.
        if 3 * lists.count < processor.serving(lists.count).laneCount || lists.allSatisfy(Self.isShort) {
            return portable.products(of: lists)
        }
        return laneProducts(of: lists)
    }

    private static func isShort(_ bases: [Lane]) -> Bool {
        bases.allSatisfy { $0.modulus.limbCount < 3 }
    }
}

extension VectorKernel {
    /// Whether a power of two digits, one of one digit and one of 2 come out as they ought to, for moduli of several lengths.
    private func agreesWithPortable() -> Bool {
        [1024, 1088, 2048, 4096].allSatisfy { bitCount in
            // 2^k − 2^(k/2) − 1 and 2 less: long runs of ones and of zeros, and two moduli in turn, whose constants take longest.
            let top = Natural(1).shiftedLeft(by: bitCount).subtracting(Natural(1).shiftedLeft(by: bitCount / 2))
                .difference
            guard let even = Modulus(top.subtracting(Natural(1)).difference, kernel: portable),
                let odd = Modulus(top.subtracting(Natural(3)).difference, kernel: portable)
            else { return false }
            let moduli = (0..<processor.laneCount).map { $0.isMultiple(of: 2) ? even : odd }
            let exponents = moduli.indices.map { Natural(0xa5 + UInt64($0)) }
            let residues = moduli.map { Residue(reducing: $0.value.shiftedRight(by: 1), modulo: $0) }
            let pairs = moduli.map { TwoDigitResidue(reducing: $0.value.shiftedRight(by: 2), modulo: $0) }
            // All lanes, and where fewer take less time, these.
            return Set([processor.laneCount, processor.serving(1).laneCount]).allSatisfy { count in
                agreeOnPowersOfTwo(Array(moduli.prefix(count)), Array(exponents.prefix(count)))
                    && agree(Array(residues.prefix(count)), Array(exponents.prefix(count)))
                    && agree(Array(pairs.prefix(count)), Array(exponents.prefix(count)))
            }
        }
    }

    private func agreeOnPowersOfTwo(_ moduli: [Modulus], _ exponents: [Natural]) -> Bool {
        let right = portable.powersOfTwo(modulo: moduli, to: exponents, bitCount: 8)
        let own = shiftedPowersOfTwo(modulo: moduli, to: exponents, bitCount: 8)
        return zip(right, own).allSatisfy { Natural(adopting: $0).isEqual(to: Natural(adopting: $1)).reveal() }
    }

    private func agree<Element: RingElement>(_ bases: [Element], _ exponents: [Natural]) -> Bool {
        let right = portable.powers(of: bases.map { $0.lane }, to: exponents, bitCount: 8)
        let own = windowedPowers(of: bases.map { $0.lane }, to: exponents, bitCount: 8)
        return zip(right, own).allSatisfy { Natural(adopting: $0).isEqual(to: Natural(adopting: $1)).reveal() }
    }
}
