// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import TestSupport
import Testing

@Suite("Limb storage", .serialized)
struct LimbStorageTests {
    static let secret: UInt64 = 0xDEAD_BEEF_CAFE_F00D

    @Test("starts as zeros and is wiped on demand, in full", arguments: [1, 2, 3, 31, 64, 1000])
    func wipe(_ count: Int) {
        let storage = LimbStorage(count: count)
        #expect(storage.count == count)
        for i in 0..<count { unsafe #expect(storage.pointer[i] == 0) }
        for i in 0..<count { unsafe storage.pointer[i] = Self.secret }
        storage.wipe()
        for i in 0..<count { unsafe #expect(storage.pointer[i] == 0, "limb \(i) of \(count)") }
    }

    #if os(Linux)
        // glibc hands memory just freed to the next request of its size, unwiped: a place to look for what was left.
        // The allocator itself writes into the first two words.

        @Test("memory that nobody wipes shows its content to the next owner: the observation works")
        func control() {
            let residue = Self.leftovers(count: 200) { count in
                let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
                unsafe memory.initialize(repeating: Self.secret, count: count)
                unsafe memory.deallocate()
            }
            #expect(residue > 100)
        }

        @Test("a number that is released leaves nothing behind", arguments: [4, 16, 64, 200])
        func released(_ count: Int) {
            let limbs = [UInt64](repeating: Self.secret, count: count)
            #expect(Self.leftovers(count: count) { _ = Natural(limbs: limbs.prefix($0)) } == 0)
            #expect(
                Self.leftovers(count: count + 1) { _ in
                    _ = Natural(limbs: limbs).adding(Natural(limbs: limbs))
                } == 0)
        }

        /// How many limbs of a fresh allocation of `count` limbs still hold the secret after `use` ran.
        private static func leftovers(count: Int, _ use: (Int) -> Void) -> Int {
            (0..<20).map { _ in
                use(count)
                let memory = unsafe allocate(count)
                defer { unsafe memory.deallocate() }
                return (0..<count).count { unsafe memory[$0] == secret }
            }.max() ?? 0
        }

        /// Out of the optimiser's sight, so that it cannot assume anything about the content.
        @inline(never)
        private static func allocate(_ count: Int) -> UnsafeMutablePointer<UInt64> {
            .allocate(capacity: count)
        }
    #endif
}
