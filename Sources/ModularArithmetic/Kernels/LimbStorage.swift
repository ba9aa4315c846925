// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Limbs on the heap that nobody else holds, wiped when the last reference goes.
///
/// Everything that may be secret lives here: a class is never copied on write, so there is one place to wipe.
/// Whoever creates a storage fills it before sharing it; afterwards it is only read, which makes it `Sendable`.
@safe package final class LimbStorage: @unchecked Sendable {
    package let pointer: UnsafeMutablePointer<UInt64>
    package let count: Int

    /// Zeros in `count` limbs; `count` is at least 1.
    package init(count: Int) {
        precondition(count > 0, "a storage has at least one limb")
        self.count = count
        unsafe pointer = .allocate(capacity: count)
        unsafe pointer.initialize(repeating: 0, count: count)
    }

    deinit {
        wipe()
        unsafe pointer.deallocate()
    }

    #if arch(wasm32)
        /// What runtimes for WebAssembly give, and more than its kernel needs.
        private static let vectorAlignment = 16
    #else
        private static let vectorAlignment = 64
    #endif

    /// Zeros in `count` limbs, from an address that vectors of the kernels are loaded from.
    init(alignedCount count: Int) {
        precondition(count > 0, "a storage has at least one limb")
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count &* MemoryLayout<UInt64>.stride, alignment: Self.vectorAlignment)
        unsafe pointer = memory.bindMemory(to: UInt64.self, capacity: count)
        unsafe pointer.initialize(repeating: 0, count: count)
    }

    /// Asks for limbs that are read soon, if there are any at that place, so that they come into the caches meanwhile.
    func prefetch(from start: Int, count wanted: Int) {
        guard start < count else { return }
        unsafe cpk_prefetch(pointer + start, Swift.min(wanted, count - start) &* MemoryLayout<UInt64>.stride)
    }

    /// Overwrites every limb with zero; the optimiser cannot leave it out.
    package func wipe() {
        unsafe cpk_wipe(pointer, count &* MemoryLayout<UInt64>.stride)
    }
}
