// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Noise made ahead of need, each piece to be taken once.
package struct NoiseStock: Sendable {
    private var residues: [Residue] = []

    package init() {}

    /// Pieces left.
    package var count: Int { residues.count }

    /// Puts a piece in.
    package mutating func add(_ noise: consuming Noise) {
        residues.append(noise.residue)
    }

    /// Takes a piece out, if one is left.
    package mutating func take() -> Noise? {
        residues.popLast().map { Noise($0) }
    }
}
