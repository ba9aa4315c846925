// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

@Suite("Student's t distribution")
struct StudentDistributionTests {
    private struct Vectors: Decodable {
        let tails: [[Double?]]
        let quantiles: [[Double?]]
    }

    @Test("tails and quantiles agree with sums of 3,000 bits, and with SciPy")
    func known() throws {
        let known = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: vectors("student.json")))
        print("vectors: student \(known.tails.count + known.quantiles.count)")
        for entry in known.tails {
            let (degrees, t, exact) = (entry[0].map { Int($0) }, try #require(entry[1]), try #require(entry[2]))
            let tail = StudentDistribution.tail(beyond: t, degrees: degrees)
            #expect((tail - exact).magnitude <= 1e-12 * exact, "\(degrees ?? 0) \(t): \(tail) for \(exact)")
            #expect(StudentDistribution.tail(beyond: -t, degrees: degrees) == tail)
        }
        for entry in known.quantiles {
            let (degrees, exact) = (entry[0].map { Int($0) }, try #require(entry[1]))
            #expect((StudentDistribution.quantile95(degrees: degrees) - exact).magnitude <= 1e-13 * exact)
        }
        #expect(known.tails.count > 150)
    }

    @Test("infinite statistics and very many degrees")
    func limits() {
        #expect(StudentDistribution.tail(beyond: .infinity, degrees: 3) == 0)
        #expect(StudentDistribution.tail(beyond: .infinity, degrees: nil) == 0)
        #expect((StudentDistribution.tail(beyond: 2, degrees: 10_000_000) - 0.0455002638963584).magnitude < 1e-7)
    }
}
