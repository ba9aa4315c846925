// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Choices by mask, without a branch: see `cpk_select.c`.
enum MaskedChoice {
    /// `result = mask ? a : b`.
    @inline(__always)
    static func select(
        _ result: UnsafeMutablePointer<UInt64>, _ mask: Mask, _ a: UnsafePointer<UInt64>,
        _ b: UnsafePointer<UInt64>, limbCount: Int
    ) {
        unsafe cpk_select(result, mask.bits, a, b, limbCount)
    }

    /// Copies the entry `index` of a table and reads all of them.
    @inline(__always)
    static func tableEntry(
        _ result: UnsafeMutablePointer<UInt64>, table: UnsafePointer<UInt64>, entryCount: Int, limbCount: Int,
        index: UInt64
    ) {
        unsafe cpk_table_select(result, table, entryCount, limbCount, index)
    }
}
