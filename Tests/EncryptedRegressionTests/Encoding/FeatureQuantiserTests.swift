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
        for (row, integers) in zip(vector.values, vector.integers) {
            #expect(try quantiser.quantise(row) == integers)
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
            #expect(error?.description == "the value of feature “\(name)” is outside its range")
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

    @Test("the ends are exactly ∓X whatever the headroom, levels exactly 0 and X", arguments: [0, 8, 28])
    func headroom(_ headroom: Int) throws {
        let features = [Feature].numbers([0.1...0.7, -1e-3...1e9, 1e12...1e12 + 1, -8e307...8e307])
        let category = Feature(name: "c", levels: ["a", "b", "c"])
        let contract = try Contract(features + [category], outputs: [0...1], headroom: headroom)
        let (quantiser, x) = (FeatureQuantiser(contract), Int64(1_000_000) << Int64(headroom))
        let low: [FeatureValue] = [0.1, -1e-3, 1e12, -8e307, .level(0)]
        let high: [FeatureValue] = [0.7, 1e9, .number(1e12 + 1), 8e307, .level(2)]
        for policy in [OutOfRangePolicy.reject, .clamp] {
            #expect(try quantiser.quantise(low, outOfRange: policy) == [-x, -x, -x, -x, 0, 0])
            #expect(try quantiser.quantise(high, outOfRange: policy) == [x, x, x, x, 0, x])
        }
        let beyond: [FeatureValue] = [-1, 2e9, 0, 1e308, .level(1)]
        #expect(try quantiser.quantise(beyond, outOfRange: .clamp) == [-x, x, -x, x, x, 0])
    }

    private static let mixed = try? Contract(
        [
            Feature(name: "age", minimum: 0, maximum: 100, ifMissing: 75),
            Feature(name: "dose", minimum: 0, maximum: 1),
            Feature(name: "sex", levels: ["f", "m", "x"], ifMissing: 2), Feature(name: "ward", levels: ["a", "b"]),
        ], outputs: [0...1], accuracy: 1e-3)

    @Test("missing values become what the contract names")
    func missing() throws {
        let quantiser = FeatureQuantiser(try #require(Self.mixed))
        for policy in [OutOfRangePolicy.reject, .clamp] {
            #expect(
                try quantiser.quantise([.missing, 1, .missing, .level(1)], outOfRange: policy)
                    == [500, 1000, 0, 1000, 1000])
            for (row, name) in [
                ([50, .missing, .level(0), .level(0)], "dose"), ([50, 0, .level(0), .missing], "ward"),
            ] as [([FeatureValue], String)] {
                let error = #expect(throws: RowError.self) { try quantiser.quantise(row, outOfRange: policy) }
                #expect(error?.code == .missing)
                #expect(
                    error?.description
                        == "feature “\(name)” has no value, and the contract names none for missing ones")
            }
        }
    }

    @Test("values of the wrong kind and unknown levels are refused, clamped or not")
    func kinds() throws {
        let quantiser = FeatureQuantiser(try #require(Self.mixed))
        for policy in [OutOfRangePolicy.reject, .clamp] {
            for (row, code, description) in [
                ([.level(0), 0, .level(0), .level(0)], .kind, "feature “age” takes a number, not a level"),
                ([50, 0, 1, .level(0)], .kind, "feature “sex” takes a level, not a number"),
                ([50, 0, .level(3), .level(0)], .unknownLevel, "feature “sex” has no such level"),
                ([50, 0, .level(0), .level(2)], .unknownLevel, "feature “ward” has no such level"),
                ([50, 0, .level(-1), .level(0)], .unknownLevel, "feature “sex” has no such level"),
                ([50, 0, .level(.max), .level(0)], .unknownLevel, "feature “sex” has no such level"),
                ([50, 0, .level(.min), .level(0)], .unknownLevel, "feature “sex” has no such level"),
            ] as [([FeatureValue], RowError.Code, String)] {
                let error = #expect(throws: RowError.self) { try quantiser.quantise(row, outOfRange: policy) }
                #expect(error?.code == code)
                #expect(error?.description == description)
            }
        }
    }

    @Test("a row has one value for each feature", arguments: [[], [1], [1, 2, 3]] as [[Double]])
    func counts(_ row: [Double]) throws {
        let quantiser = FeatureQuantiser(try #require(Self.contract))
        let error = #expect(throws: RowError.self) { try quantiser.quantise(row) }
        #expect(error?.code == .count)
    }
}

extension FeatureQuantiser {
    /// The integers of values in the contract's order.
    func quantise(_ row: [FeatureValue], outOfRange: OutOfRangePolicy = .reject) throws(RowError) -> [Int64] {
        Array(try quantise(contract.row(row, outOfRange: outOfRange)))
    }

    /// The integers of numbers in the contract's order.
    func quantise(_ row: some Collection<Double>, outOfRange: OutOfRangePolicy = .reject) throws(RowError) -> [Int64] {
        Array(try quantise(contract.row(row, outOfRange: outOfRange)))
    }
}
