// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension Natural {
    /// The product with `2^exponent`, rounded to an integer, ties to even; the exponent is public.
    func scaledRounding(byPowerOfTwo exponent: Int) -> Natural {
        guard exponent < 0 else { return shiftedLeft(by: exponent) }
        // Just under a half, and the parity of the result: together they round up exactly where ties to even does.
        let nearlyHalf = Natural(1).shiftedLeft(by: -exponent - 1).subtracting(Natural(1)).difference
        return adding(nearlyHalf).adding(Natural(bit(-exponent))).shiftedRight(by: -exponent)
    }
}
