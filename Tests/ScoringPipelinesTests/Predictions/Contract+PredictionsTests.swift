// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ScoringPipelines
import Testing

@Suite("predictions")
struct ContractPredictionsTests {
    /// What `Vectors/make_links.py` computed with 60 digits.
    struct Vectors: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let `in`: [Double]
            let out: [Double]
        }
        let logistic: [Case]
        let exp: [Case]
        let softmax: [Case]

        static func load() throws -> Vectors { try loaded.get() }

        private static let loaded = Result {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/links.json")
            let vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
            print("vectors: links \(vectors.logistic.count + vectors.exp.count + vectors.softmax.count)")
            return vectors
        }
    }

    private func contract(_ links: [Link]) throws -> Contract {
        try Contract(
            name: "m", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: links.enumerated().map { Output(name: "y\($0)", link: $1, minimum: -1, maximum: 1) })
    }

    private func check(_ cases: [Vectors.Case], _ link: Link, relative: Double) throws {
        #expect(cases.count > 40)
        for item in cases {
            let found = try contract(item.in.map { _ in link }).predictions(item.in)
            for (ours, exact) in zip(found, item.out) {
                let isClose = (ours - exact).magnitude <= relative * exact.magnitude + .leastNormalMagnitude
                #expect(isClose, "\(link) of \(item.in): \(ours), not \(exact)")
            }
        }
    }

    @Test("logistic, to full relative precision in both tails")
    func logistic() throws { try check(Vectors.load().logistic, .logistic, relative: 1e-15) }

    @Test("exp")
    func exponential() throws { try check(Vectors.load().exp, .exp, relative: 1e-15) }

    @Test("softmax, without overflow")
    func softmax() throws { try check(Vectors.load().softmax, .softmax, relative: 2e-14) }

    @Test("links other than softmax go output by output")
    func mixed() throws {
        let found = try contract([.identity, .logistic, .exp, .identity]).predictions([-3.5, 0, 0, 1e300])
        #expect(found == [-3.5, 0.5, 1, 1e300])
    }

    @Test("exp beyond doubles is infinite, softmax adds up to 1")
    func edges() throws {
        #expect(try contract([.exp]).predictions([710]) == [.infinity])
        let total = try contract([.softmax, .softmax, .softmax]).predictions([3, 1_000, 999.5]).reduce(0, +)
        #expect((total - 1).magnitude < 1e-15)
    }
}
