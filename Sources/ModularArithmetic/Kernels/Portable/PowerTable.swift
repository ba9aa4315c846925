// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The powers `x^0 … x^(count−1)` of one residue, read by masked scan.
@safe struct PowerTable: Sendable {
    private let entries: LimbStorage
    private let count: Int
    private let width: Int

    /// - Complexity: `count − 2` products.
    init(of base: Residue, count: Int, kernel: PortableKernel) {
        width = base.modulus.limbCount
        self.count = count
        entries = LimbStorage(count: width * count)
        unsafe Self.fill(entries.pointer, of: base, count: count, kernel: kernel)
    }

    /// Writes the powers side by side.
    static func fill(_ entries: UnsafeMutablePointer<UInt64>, of base: Residue, count: Int, kernel: PortableKernel) {
        let modulus = base.modulus
        let width = modulus.limbCount
        let scratch = LimbStorage(count: width)
        unsafe entries.update(from: modulus.one.pointer, count: width)
        unsafe (entries + width).update(from: base.storage.pointer, count: width)
        for index in 2..<Swift.max(2, count) {
            unsafe kernel.multiply(
                entries + index * width, entries + (index - 1) * width, base.storage.pointer, modulo: modulus,
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
