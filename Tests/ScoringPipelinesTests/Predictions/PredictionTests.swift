// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ScoringPipelines
import TestSupport
import Testing

@Suite("Predictions with their errors")
struct PredictionTests {
    /// What `Vectors/make_link_errors.py` computed with 60 digits.
    private struct Case: Decodable {
        /// The double nearest to an end and what is left of it; nil for infinity.
        struct Ends: Decodable {
            let low: [Double]?
            let high: [Double]?
        }
        let link: String
        let `in`: [Double]
        let errors: [Double]
        let ends: [Ends]
    }

    private func cases() throws -> [Case] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/link_errors.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        print("vectors: link errors \(cases.count)")
        return cases
    }

    private func contract(_ links: [Link]) throws -> Contract {
        try Contract(
            name: "m", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: links.enumerated().map { Output(name: "y\($0)", link: $1, minimum: -1, maximum: 1) })
    }

    @Test("A prediction shows nothing when printed or reflected")
    func redacted() throws {
        let prediction = try contract([.logistic]).predictions([0.4321], maximumErrors: [1e-3])[0]
        #expect("\(prediction)" == "Prediction(redacted)")
        #expect(Mirror(reflecting: prediction).children.isEmpty)
        var text = ""
        dump([prediction], to: &text)
        #expect(!text.contains("0.43") && !text.contains("0.60"))
    }

    @Test("A stored prediction comes back, and numbers that no prediction has are refused")
    func stored() throws {
        let prediction = try contract([.logistic]).predictions([0.4321], maximumErrors: [1e-3])[0]
        #expect(try JSONDecoder().decode(Prediction.self, from: JSONEncoder().encode(prediction)) == prediction)
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        func read(_ predictor: String, _ value: String, _ error: String) throws -> Prediction {
            let text = #"{"linearPredictor": \#(predictor), "value": \#(value), "maximumError": \#(error)}"#
            return try decoder.decode(Prediction.self, from: Data(text.utf8))
        }
        #expect(try read("710", #""inf""#, #""inf""#).decimals == 0)
        for (predictor, value, error) in [
            ("1", "1", "0"), ("1", "1", "-1e-3"), ("1", "1", #""nan""#), ("1", #""nan""#, "1"), (#""inf""#, "1", "1"),
        ] {
            #expect(throws: DecodingError.self) { try read(predictor, value, error) }
        }
    }

    @Test("The error after the link covers all that the predictors' errors allow, and little more")
    func covers() throws {
        let cases = try cases()
        #expect(cases.count > 350)
        for item in cases {
            let link = try #require(Link(name: item.link))
            let found = try contract(item.in.map { _ in link }).predictions(item.in, maximumErrors: item.errors)
            for (prediction, ends) in zip(found, item.ends) {
                let comment: Comment = "\(item.link) of \(item.in) ± \(item.errors): \(prediction)"
                guard let low = ends.low, let high = ends.high else {
                    #expect(prediction.maximumError == .infinity, comment)
                    continue
                }
                let needed = max((high[0] - prediction.value) + high[1], (prediction.value - low[0]) - low[1])
                #expect(prediction.maximumError >= needed, comment)
                // The ends of the predictors are rounded outward too, by a unit in the last place at most.
                let ends = zip(item.in, item.errors).map { ($0.magnitude + $1).ulp }.max() ?? 0
                let slack = (0x1p-49 + 4 * ends) * max(prediction.value, high[0]) + 4 * .leastNonzeroMagnitude
                #expect(prediction.maximumError <= needed + slack, comment)
            }
        }
    }

    @Test("The identity's error is that of the predictor, and links go output by output")
    func mixed() throws {
        let found = try contract([.identity, .exp, .identity]).predictions(
            [-3.5, 0, 1e300], maximumErrors: [0.25, 1e-3, 7])
        #expect(found.map(\.value) == [-3.5, 1, 1e300])
        #expect(found.map(\.linearPredictor) == [-3.5, 0, 1e300])
        #expect(found[0].maximumError == 0.25 && found[2].maximumError == 7)
        #expect((0.0010005...0.0010006).contains(found[1].maximumError))
    }

    @Test("Predictions beyond doubles have no finite error")
    func infinite() throws {
        let found = try contract([.exp, .exp]).predictions([710, 709], maximumErrors: [1e-9, 1])
        #expect(found[0].value == .infinity && found[0].maximumError == .infinity)
        #expect(found[1].value < .infinity && found[1].maximumError == .infinity)
    }

    private struct Places: Decodable {
        let bound: Double
        let decimals: Int
    }

    private struct Up: Decodable {
        let bound: Double
        let digits: Int
        let least: String
    }

    @Test("Decimals are one more than the error leaves certain")
    func decimals() throws {
        for item in try VectorFile.load("decimals", "places", as: Places.self) {
            #expect(Prediction.decimals(maximumError: item.bound) == item.decimals, "\(item.bound)")
        }
        #expect(Prediction.decimals(maximumError: .infinity) == 0)
    }

    @Test("Bounds are rounded up to so many digits, and no further")
    func roundedUp() throws {
        for item in try VectorFile.load("decimals", "up", as: Up.self) {
            let least = try #require(Double(item.least))
            #expect(item.bound.roundedUp(significantDigits: item.digits) == least, "\(item.bound), \(item.digits)")
        }
        #expect(Double.infinity.roundedUp(significantDigits: 2) == .infinity)
        #expect(0.0.roundedUp(significantDigits: 2) == 0)
    }
}
