// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One way to compute with residues, many at a time; what runs on it must not depend on which.
///
/// Every ``Modulus`` names the kernel that its residues are computed on. The lanes of a call are residues, so work is handed
/// over in whole batches, and how a kernel lays them out meanwhile, in limbs, in vectors of digits, in another radix, is its
/// own affair: residues go in and come out in the form that ``PortableKernel`` uses, whose results every kernel must equal.
/// Time and memory accesses depend on counts, widths and what a name calls `VariableTime` alone.
///
/// The functions of ``Residue`` and ``FixedBaseTable`` of the same names check what is asked here of their arguments, and pick
/// the kernel of the first lane.
package protocol LaneKernel: AnyObject, Sendable {
    /// The product of two residues of one modulus.
    func product(_ a: Residue, _ b: Residue) -> Residue

    /// Powers with one public exponent; the bases have one modulus and may be secret.
    func powersVariableTime(of bases: [Residue], to exponent: Natural) -> [Residue]

    /// Powers with a secret exponent for each base, below `2^bitCount`; each base may have a modulus of its own.
    func powers(of bases: [Residue], to exponents: [Natural], bitCount: Int) -> [Residue]

    /// What this kernel wants to have ready for ``powers(from:to:)``: entries of `blockCount` blocks, block i for the exponent's
    /// bits from `windowBits · i` on, in a layout that only this kernel reads.
    func fixedBaseEntries(of base: Residue, blockCount: Int, windowBits: Int) -> LimbStorage

    /// Powers of prepared bases with secret exponents, for each table a list; each table may have a modulus of its own.
    func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[Residue]]

    /// For each group and each list of weights `∏ base_j^(weight_j)`, the weights secret and shifted by `2^(bitWidth−1)`.
    func weightedProducts(of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int) -> [[Residue]]

    /// For each list of exponents `∏ base_j^(exponent_j)`, the exponents secret, in fields of `exponentBits` bits.
    func bucketProducts(of bases: [Residue], exponents: [Natural], exponentBits: Int) -> [Residue]
}
