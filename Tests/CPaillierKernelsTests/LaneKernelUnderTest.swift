// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import CTestKernels
import TestSupport
import Testing

/// A vector kernel, and how it runs here.
struct LaneKernelUnderTest: CustomTestStringConvertible, @unchecked Sendable {
    let name: String
    let isNative: Bool
    let kernel: cpk_lane_kernel

    var testDescription: String { "\(name), \(isNative ? "native" : "emulated")" }
    var laneCount: Int { kernel.lane_count }
    var limbBitCount: Int { kernel.limb_bit_count }

    /// The kernels whose instructions this processor has, then all of them in plain C.
    static let all = native + emulated

    static let native = unsafe [
        ("AVX-512 IFMA", cpk_ifma_kernel()), ("AVX-512 IFMA, half vectors", cpk_ifma_half_kernel()),
        ("AVX2 and FMA", cpk_fma_kernel()), ("AVX2", cpk_muludq_kernel()),
    ].compactMap { name, kernel in
        unsafe kernel.map { unsafe Self(name: name, isNative: true, kernel: $0.pointee) }
    }

    static let emulated = unsafe [
        Self(name: "AVX-512 IFMA", isNative: false, kernel: cpk_emulated_ifma_kernel()!.pointee),
        Self(name: "AVX-512 IFMA, half vectors", isNative: false, kernel: cpk_emulated_ifma_half_kernel()!.pointee),
        Self(name: "WebAssembly", isNative: false, kernel: cpk_tested_wasm_kernel()!.pointee),
        Self(name: "WebAssembly with vectors", isNative: false, kernel: cpk_emulated_wasm_kernel()!.pointee),
    ]

    /// How many rounds of a test are affordable: `count` where the processor does the work.
    func rounds(_ count: Int) -> Int { isNative ? count : max(1, count / 4) }
}

/// Words in aligned memory, with a vector behind them that nobody may write.
@safe final class AlignedWords {
    private let words: UnsafeMutableBufferPointer<UInt64>
    let count: Int
    private static let guardWord: UInt64 = 0xD15E_A5E0_FFFF_0001

    init(count: Int) {
        self.count = count
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8 * (count + 8), alignment: 64)
        unsafe words = UnsafeMutableBufferPointer(
            start: bytes.bindMemory(to: UInt64.self, capacity: count + 8), count: count + 8)
        // Not zeros: what a kernel does not write shows.
        unsafe words.initialize(repeating: Self.guardWord)
    }

    convenience init(_ contents: [UInt64]) {
        self.init(count: contents.count)
        for (index, word) in contents.enumerated() { unsafe words[index] = word }
    }

    deinit {
        precondition(isGuarded, "a kernel wrote behind its memory")
        unsafe words.deallocate()
    }

    var isGuarded: Bool { unsafe words[count...].allSatisfy { $0 == Self.guardWord } }
    var contents: [UInt64] { unsafe Array(words[..<count]) }
    var start: UnsafeMutablePointer<UInt64> { unsafe words.baseAddress! }
}

extension BigUInt {
    /// The number's words, `count` of them or as many as it needs.
    func words64(_ count: Int? = nil) -> [UInt64] {
        let words = self.words.map { UInt64($0) }
        return words + [UInt64](repeating: 0, count: Swift.max(0, (count ?? words.count) - words.count))
    }
}
