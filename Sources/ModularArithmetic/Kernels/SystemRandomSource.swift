// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// A source of uniformly random limbs that fills whole blocks.
///
/// Outside tests there is one conforming type, ``SystemRandomSource``: every function that takes a source has `package`
/// access, and no public one does.
package protocol RandomSource {
    /// Overwrites `words` with uniformly random, independent limbs.
    mutating func fill(_ words: inout MutableSpan<UInt64>)
}

/// The operating system's generator, asked once for each block.
///
/// It buffers nothing, so a process that forks or a machine that is restored from a snapshot never repeats a block. It
/// draws from the source behind `SystemRandomNumberGenerator`, which would make one system call for every 8 bytes.
package struct SystemRandomSource: RandomSource, Sendable {
    package init() {}

    package mutating func fill(_ words: inout MutableSpan<UInt64>) {
        unsafe words.withUnsafeMutableBufferPointer { buffer in
            guard let address = buffer.baseAddress else { return }
            unsafe cpk_random_fill(address, buffer.count &* MemoryLayout<UInt64>.stride)
        }
    }
}
