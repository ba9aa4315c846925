// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Products of integers, not reduced by anything.
enum IntegerProduct {
    /// Writes `a · b` into as many limbs as both have together; time depends on their widths alone.
    static func write(_ result: UnsafeMutablePointer<UInt64>, _ a: LimbStorage, _ b: LimbStorage) {
        unsafe ScalarKernel.fastest.processor.functions.pointee.multiply(
            result, a.pointer, a.count, b.pointer, b.count)
    }
}
