// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import TestSupport

extension Workload {
    /// What everything else is made of.
    static let kernels = [
        Workload("kernel: product modulo n²", count: 1000) { bench, count in
            let factors = bench.residues(2, moduloSquareOf: bench.publicKey.modulus)
            return {
                var product = factors[0]
                for _ in 0..<count { product = product * factors[1] }
            }
        },
        Workload("kernel: square modulo n²", count: 1000) { bench, count in
            let base = bench.residues(1, moduloSquareOf: bench.publicKey.modulus)[0]
            return {
                var square = base
                for _ in 0..<count { square = square.squared() }
            }
        },
        Workload("kernel: secret power modulo p², exponent p", count: 8) { bench, count in
            let half = bench.key.pHalf
            let bases = bench.residues(count, moduloSquareOf: half.prime)
            let exponents = bases.map { _ in half.prime.value }
            return { _ = TwoDigitResidue.powers(of: bases, to: exponents, bitCount: half.bitCount) }
        },
        Workload("kernel: public power modulo n², exponent n", count: 8) { bench, count in
            let bases = bench.residues(count, moduloSquareOf: bench.publicKey.modulus)
            let exponent = bench.publicKey.modulus.value
            return { _ = TwoDigitResidue.powersVariableTime(of: bases, to: exponent) }
        },
    ]
}
