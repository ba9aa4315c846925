// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing

@Suite("Feature quantiser")
struct FeatureQuantiserTests {
    @Test("integers are those of IEEE arithmetic in the protocol's order", arguments: try ScoringVectors.load().models)
    func knownAnswers(_ vector: ScoringVectors.Model) throws {
        let quantiser = FeatureQuantiser(try vector.contract)
        for (row, integers) in zip(vector.rows, vector.integers) {
            #expect(try quantiser.quantise(row.map(\.value)) == integers)
        }
    }

    private static let contract = try? Contract(features: [0...10, -3...7], outputs: [-1...1], accuracy: 1e-3)

    @Test("the ends of a range are exactly ∓N, and nothing inside exceeds them")
    func ends() throws {
        let quantiser = FeatureQuantiser(try #require(Self.contract))
        #expect(try quantiser.quantise([0, -3]) == [-1000, -1000])
        #expect(try quantiser.quantise([10, 7]) == [1000, 1000])
        #expect(try quantiser.quantise([(10 as Double).nextDown, (7 as Double).nextDown]) == [1000, 1000])
        #expect(try quantiser.quantise([-0.0, 2]) == [-1000, 0])
    }

    @Test("values outside are refused or clamped; the message names the feature, never the value")
    func outside() throws {
        let quantiser = FeatureQuantiser(try #require(Self.contract))
        for (row, name) in [
            ([(10 as Double).nextUp, 0], "x0"), ([(0 as Double).nextDown, 0], "x0"), ([5, 1234.5], "x1"),
            ([5, -1e308], "x1"),
        ] {
            let error = #expect(throws: RowError.self) { try quantiser.quantise(row) }
            #expect(error?.code == .outOfRange)
            #expect(error?.description == "the value of feature \"\(name)\" is outside its range")
        }
        #expect(try quantiser.quantise([1e308, -1e308], outOfRange: .clamp) == [1000, -1000])
        #expect(try quantiser.quantise([-5, 7.5], outOfRange: .clamp) == [-1000, 1000])
    }

    @Test("values that are not finite are refused, clamped or not", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(_ value: Double) throws {
        let quantiser = FeatureQuantiser(try #require(Self.contract))
        for policy in [OutOfRangePolicy.reject, .clamp] {
            let error = #expect(throws: RowError.self) { try quantiser.quantise([5, value], outOfRange: policy) }
            #expect(error?.code == .notFinite)
        }
    }

    @Test("a row has one value for each feature", arguments: [[], [1], [1, 2, 3]] as [[Double]])
    func counts(_ row: [Double]) throws {
        let quantiser = FeatureQuantiser(try #require(Self.contract))
        let error = #expect(throws: RowError.self) { try quantiser.quantise(row) }
        #expect(error?.code == .count)
    }
}
