// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The powers `x^0 … x^(count−1)` of one residue, read by masked scan.
@safe struct PowerTable: Sendable {
    private let entries: LimbStorage
    private let count: Int
    private let width: Int

    /// - Complexity: `count − 2` products.
    init(
        of base: UnsafePointer<UInt64>, modulo modulus: Modulus, count: Int, kernel: some MontgomeryKernel
    ) {
        width = modulus.limbCount
        self.count = count
        entries = LimbStorage(count: width * count)
        let scratch = LimbStorage(count: width)
        unsafe entries.pointer.update(from: modulus.one.pointer, count: width)
        unsafe (entries.pointer + width).update(from: base, count: width)
        for index in 2..<Swift.max(2, count) {
            unsafe kernel.multiply(
                entries.pointer + index * width, entries.pointer + (index - 1) * width, base, modulo: modulus,
                scratch: scratch.pointer)
        }
    }

    /// Copies power `index` into `result`; every entry is read.
    @inline(__always)
    func select(_ index: UInt64, into result: UnsafeMutablePointer<UInt64>) {
        unsafe MaskedChoice.tableEntry(
            result, table: entries.pointer, entryCount: count, limbCount: width, index: index)
    }
}
