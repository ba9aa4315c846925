// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import CTestKernels
import TestSupport
import Testing

/// Products by floating point, in whatever mode the host has it, and what they leave behind.
@Suite struct HostModeTests {
    /// Control words of the host: rounding to nearest, down, up and toward zero; small numbers flushed; exceptions that were
    /// raised before; traps on inexact results, and on all exceptions.
    static let modes: [UInt32] = [0x1F80, 0x3F80, 0x5F80, 0x7F80, 0x9FC0, 0x1FBF, 0x0F80, 0x0000]

    @Test(arguments: LaneKernelUnderTest.native, modes)
    func hostModeDoesNotMatter(test: LaneKernelUnderTest, mode: UInt32) {
        var generator = SeededGenerator(seed: UInt64(mode))
        let bitCount = 1024
        for round in 0..<20 {
            let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
            let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
            func digit() -> [BigUInt] {
                moduli.map {
                    HostileDigit.allCases.randomElement(using: &generator)!
                        .value(for: $0, limbBitCount: test.limbBitCount, using: &generator)
                }
            }
            let a = lanes.digits(digit(), digit())
            let b = lanes.digits(digit(), digit())
            let expected = lanes.scratch(digits: 2)
            let result = lanes.scratch(digits: 2)
            let scratch = lanes.scratch(digits: 2)
            LaneProduct.multiplyPairs(lanes, expected, a, b, scratch: scratch)
            let after = Self.multiplyPairs(lanes, result, a, b, scratch: scratch, mode: mode)
            #expect(after == mode)
            #expect(result.contents == expected.contents)
        }
    }

    private static func multiplyPairs(
        _ lanes: LaneArithmetic, _ result: AlignedWords, _ a: AlignedWords, _ b: AlignedWords, scratch: AlignedWords,
        mode: UInt32
    ) -> UInt32 {
        unsafe withUnsafePointer(to: lanes.test.kernel) { kernel in
            unsafe cpk_multiply_pairs_in_mode(
                mode, kernel, result.start, a.start, b.start, lanes.modulus.start, lanes.limbCount, scratch.start)
        }
    }

    #if arch(x86_64)
        /// Operands are zero or normal numbers and halves are cut off, so inexact results are all that is raised. A
        /// processor takes other exceptions in more time.
        @Test func onlyInexactResultsAreRaised() throws {
            guard let kernel = unsafe cpk_recorded_fma_kernel() else { return }
            let test = unsafe LaneKernelUnderTest(
                name: "AVX2 and FMA, recorded", isNative: true, kernel: kernel.pointee)
            var generator = SeededGenerator(seed: 32)
            for bitCount in [1024, 1087, 2048] {
                for round in 0..<40 {
                    let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
                    let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
                    let operands = (0..<4).map { position in
                        moduli.map {
                            HostileDigit.allCases[(round >> position) % HostileDigit.allCases.count]
                                .value(for: $0, limbBitCount: test.limbBitCount, using: &generator)
                        }
                    }
                    let a = lanes.digits(operands[0], operands[1])
                    let b = lanes.digits(operands[2], operands[3])
                    let result = lanes.scratch(digits: 2)
                    let scratch = lanes.scratch(digits: 2)
                    for product in LaneProduct.allCases { product(lanes, result, a, b, scratch: scratch) }
                }
            }
            #expect(cpk_recorded_fma_exceptions() == 32)
        }
    #endif
}
