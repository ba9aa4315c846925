// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    /// Whether a power of two digits, one of one digit and one of 2 come out as they ought to, for moduli of several lengths.
    func agreesWithPortable() -> Bool {
        let portable = ScalarKernel.portable
        return [1024, 1088, 2048, 4096].allSatisfy { bitCount in
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
        let right = ScalarKernel.portable.powersOfTwo(modulo: moduli, to: exponents, bitCount: 8)
        let own = shiftedPowersOfTwo(modulo: moduli, to: exponents, bitCount: 8)
        return zip(right, own).allSatisfy { Natural(adopting: $0).isEqual(to: Natural(adopting: $1)).reveal() }
    }

    private func agree<Element: RingElement>(_ bases: [Element], _ exponents: [Natural]) -> Bool {
        let right = ScalarKernel.portable.powers(of: bases.map { $0.lane }, to: exponents, bitCount: 8)
        let own = windowedPowers(of: bases.map { $0.lane }, to: exponents, bitCount: 8)
        return zip(right, own).allSatisfy { Natural(adopting: $0).isEqual(to: Natural(adopting: $1)).reveal() }
    }
}
