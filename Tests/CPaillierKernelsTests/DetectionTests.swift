// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import CPaillierKernels
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Which kernels the tests ran on, and whether the library finds what the system says is there.
@Suite struct DetectionTests {
    /// The transcript of a test run says on which kernels it ran, and never counts an emulated one as the real one.
    @Test func kernelsThatRanAreNamed() {
        func names(_ kernels: [LaneKernelUnderTest]) -> String {
            kernels.isEmpty ? "none" : kernels.map(\.name).joined(separator: ", ")
        }
        print("vector kernels: native: \(names(LaneKernelUnderTest.native))")
        print("scalar kernels: portable C\(ScalarProductTests.others.map { ", \($0.name)" }.joined())")
        print("vector kernels: emulated: \(names(LaneKernelUnderTest.emulated))")
        #expect(LaneKernelUnderTest.native.allSatisfy { $0.isNative })
        #expect(!LaneKernelUnderTest.emulated.contains { $0.isNative })
        #expect(!LaneKernelUnderTest.emulated.isEmpty)
    }

    #if os(Linux) && arch(x86_64)
        /// Linux lists an instruction set where both the processor has it and the kernel keeps its registers.
        @Test func kernelsAreFoundWhereTheSystemListsTheirInstructions() throws {
            let flags = try #require(Self.processorFlags())
            let ifma = ["avx512f", "avx512vl", "avx512bw", "avx512dq", "avx512ifma"].allSatisfy(flags.contains)
            #expect(unsafe (cpk_ifma_kernel() != nil) == ifma && (cpk_ifma_half_kernel() != nil) == ifma)
            #expect(unsafe (cpk_fma_kernel() != nil) == ["avx2", "fma"].allSatisfy(flags.contains))
            #expect(unsafe (cpk_muludq_kernel() != nil) == flags.contains("avx2"))
            #expect(unsafe (cpk_mulx_kernel() != nil) == ["bmi2", "adx"].allSatisfy(flags.contains))
        }

        private static func processorFlags() -> Set<Substring>? {
            guard let file = unsafe fopen("/proc/cpuinfo", "r") else { return nil }
            defer { unsafe fclose(file) }
            while let line = unsafe readLine(from: file) {
                if line.hasPrefix("flags") { return Set(line.split(whereSeparator: { " \t\n:".contains($0) })) }
            }
            return nil
        }

        private static func readLine(from file: UnsafeMutablePointer<FILE>) -> String? {
            var buffer = [CChar](repeating: 0, count: 16384)
            guard unsafe fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    #endif
}
