// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element as kernels take it: its digits, each below the modulus.
package struct Lane: Sendable {
    /// The digits, the lowest first, each in the limbs of the modulus.
    package let storage: LimbStorage
    /// m.
    package let modulus: Modulus
    /// 1 for an element modulo m, 2 for one modulo m².
    package let digitCount: Int

    /// The element 1.
    static func one(modulo modulus: Modulus, digitCount: Int) -> Lane {
        let storage = LimbStorage(count: digitCount * modulus.limbCount)
        unsafe storage.pointer[0] = 1
        return Lane(storage: storage, modulus: modulus, digitCount: digitCount)
    }
}

/// One way to compute with residues, many at a time; what runs on it must not depend on which.
///
/// Every ``Modulus`` names the kernel that its residues are computed on. Work is handed over in whole batches, and how a kernel
/// lays them out meanwhile, in limbs, in vectors of digits, in another radix, in Montgomery's form, is its own affair: lanes go in
/// and storages come out as plain digits, the same from every kernel.
/// Time and memory accesses depend on counts, widths and what a name calls `VariableTime` alone.
///
/// The functions of ``RingElement``, ``FixedBaseTable`` and ``JointPowerTable`` of the same names check what is asked here of their arguments, and
/// pick the kernel of the first lane. All lanes of a call have as many digits.
package protocol LaneKernel: AnyObject, Sendable {
    /// How many elements it computes with for the time of one: who may stop early hands over as many at a time.
    var laneCount: Int { get }

    /// The product of two elements of one ring divided by the portable kernel's R: see ``PreparedFactor``.
    func montgomeryProduct(_ a: Lane, _ b: LimbStorage) -> LimbStorage

    /// For each list of elements of one ring their product; lists have one length, at least 1.
    func products(of lists: [[Lane]]) -> [LimbStorage]

    /// The element that an integer of any width belongs to.
    func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage

    /// `base^(2^(every·i))` for i from 0 up to `count − 1`; the base may be secret.
    func repeatedSquares(of base: Lane, every: Int, count: Int) -> [LimbStorage]

    /// Powers with one public exponent; the bases have one modulus and may be secret.
    func powersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage]

    /// Powers with a secret exponent for each base, below `2^bitCount`; each base may have a modulus of its own.
    func powers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage]

    /// Powers of 2 with a secret exponent for each modulus, below `2^bitCount`; elements of one digit.
    func powersOfTwo(modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int) -> [LimbStorage]

    /// What this kernel wants to have ready for ``powers(from:to:)``: entries of `blockCount` blocks, block i for the exponent's
    /// bits from `windowBits · i` on, in a layout that only this kernel reads.
    func fixedBaseEntries(of base: Lane, blockCount: Int, windowBits: Int) -> LimbStorage

    /// Powers of prepared bases with secret exponents, for each table a list; each table may have a modulus of its own.
    func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[LimbStorage]]

    /// For each group and each list of weights `∏ base_j^(weight_j)`, the weights secret and shifted by `2^(bitWidth−1)`.
    func weightedProducts(of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int) -> [[LimbStorage]]

    /// What this kernel wants to have ready for ``products(from:exponents:exponentBits:)``: a block for each
    /// `JointPowerTable.basesPerBlock` bases, in a layout that only this kernel reads.
    func jointEntries(of bases: [Lane]) -> LimbStorage

    /// For each list of exponents `∏ base_j^(exponent_j)` of prepared bases, the exponents secret, in fields of `exponentBits`
    /// bits.
    func products(from table: JointPowerTable, exponents: [Natural], exponentBits: Int) -> [LimbStorage]
}
