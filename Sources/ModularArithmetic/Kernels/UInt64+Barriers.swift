// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

extension UInt64 {
    /// The word, of which the optimiser knows nothing any more: a choice by a mask stays one, and does not become a branch.
    @inline(__always)
    func opaque() -> UInt64 {
        cpk_opaque(self)
    }

    /// The word, made public: what follows may branch on it.
    ///
    /// The only way for a secret to become public. Both checks of constant time know the function behind it: see
    /// docs/decisions/0014.
    @inline(__always)
    func revealed() -> UInt64 {
        cpk_reveal(self)
    }
}
