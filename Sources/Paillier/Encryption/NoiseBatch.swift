// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Pieces of noise, each to be taken once.
///
/// It cannot be copied, and what is taken is gone: no piece can be used twice, by mistake or by a copy of the whole. An array of
/// ``Noise`` would say the same, if arrays held what cannot be copied.
public struct NoiseBatch: ~Copyable, Sendable {
    private var residues: [TwoDigitResidue] = []

    /// No piece.
    public init() {}

    /// Residues that nobody else uses, in the order in which they are taken.
    init(residues: [TwoDigitResidue]) {
        self.residues = residues.reversed()
    }

    /// Pieces left.
    public var count: Int { residues.count }

    /// Puts a piece in, which is the next to be taken.
    public mutating func add(_ noise: consuming Noise) {
        residues.append(noise.residue)
    }

    /// Takes a piece out, if one is left.
    public mutating func take() -> Noise? {
        residues.popLast().map { Noise($0) }
    }
}
