// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension BaseGroup {
    /// The group of some bases, or nothing when one of them is not a unit.
    package init?(_ bases: [TwoDigitResidue]) {
        guard let inverse = Residue.product(bases.map(\.moduloRoot)).inverse() else { return nil }
        self = BaseGroup.groups([bases], inversesModuloRoot: [inverse])[0]
    }
}
