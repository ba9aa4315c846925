// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Looks for secrets in memory that was freed, to see whether its owner wiped it.
///
/// glibc hands freed memory to later requests of its size as it is, but for the first two words, in which it keeps lists;
/// other systems may clear it, where nothing can be seen. Tests that use this prove first that they do see something.
package enum FreedMemory {
    /// What a secret limb is combined with while a test remembers it, so that the test leaves no copy behind itself.
    private static let veil: UInt64 = 0x5A5A_A5A5_5A5A_A5A5

    /// The form in which a test keeps a limb to look for.
    package static func veiled(_ limb: UInt64) -> UInt64 { limb ^ veil }

    /// How many limbs of fresh allocations are among the secrets; `blockCount` allocations of each size in `limbCounts`.
    package static func occurrences(
        ofVeiled secrets: Set<UInt64>, limbCounts: ClosedRange<Int>, blockCount: Int
    ) -> Int {
        var count = 0
        for limbCount in limbCounts {
            unsafe withBlocks(limbCount, blockCount) { block in
                for index in 0..<limbCount where unsafe secrets.contains(veiled(block[index])) { count += 1 }
            }
        }
        return count
    }

    /// Leaves `secret` behind in freed memory, as code would that does not wipe.
    package static func leave(_ secret: UInt64, limbCount: Int, blockCount: Int) {
        unsafe withBlocks(limbCount, blockCount) { block in
            for index in 0..<limbCount { unsafe block[index] = secret }
        }
    }

    /// Calls `use` with `blockCount` allocations that exist at the same time.
    private static func withBlocks(_ limbCount: Int, _ blockCount: Int, _ use: (UnsafeMutablePointer<UInt64>) -> Void) {
        guard blockCount > 0 else { return }
        let block = unsafe allocate(limbCount)
        unsafe use(block)
        unsafe withBlocks(limbCount, blockCount - 1, use)
        unsafe block.deallocate()
    }

    /// Out of the optimiser's sight, so that it cannot assume anything about the content.
    @inline(never)
    private static func allocate(_ limbCount: Int) -> UnsafeMutablePointer<UInt64> {
        .allocate(capacity: limbCount)
    }
}
