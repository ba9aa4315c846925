// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Exact sums")
struct ExactSumTests {
    @Test("equal Python's rationals, rounded once")
    func vectors() throws {
        let vectors = try RegressionVectors.models().sums
        RegressionVectors.report("sums", vectors.count)
        for vector in vectors {
            var sum = ExactSum()
            for term in vector.terms { sum.add(term[0].value, times: term[1].value) }
            #expect(sum.sign == vector.sign)
            #expect(sum.rounded == vector.rounded.value)
        }
    }

    @Test("do not depend on the order")
    func order() throws {
        for vector in try RegressionVectors.models().sums {
            var sum = ExactSum()
            for term in vector.terms.reversed() { sum.add(term[1].value, times: term[0].value) }
            #expect(sum.rounded == vector.rounded.value)
        }
    }

    @Test("hold ten thousand of the largest products, and return to zero")
    func largest() {
        var sum = ExactSum()
        let largest = Double.greatestFiniteMagnitude
        for _ in 0..<10_000 { sum.add(largest, times: largest) }
        #expect(sum.sign == 1)
        #expect(sum.rounded == .infinity)
        for _ in 0..<10_000 { sum.add(-largest, times: largest) }
        #expect(sum.sign == 0)
        sum.add(-largest, times: largest)
        #expect(sum.rounded == -.infinity)
        sum.add(largest, times: largest)
        sum.add(-0x1p-1074, times: 0x1p-1074)
        #expect(sum.sign == -1)
    }
}
