// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Exchange encoder")
struct UnboundedEncoderTests {
    private let contract: Contract
    private let key: PublicKey
    private let encoder: UnboundedEncoder

    init() throws {
        contract = try Contract(features: [0...27, -1.5...1e6, 0.001...0.002], outputs: [-20...120])
        key = try KeyFixture.named("phe-2048").publicKey
        encoder = try UnboundedEncoder(contract: contract, publicKey: key)
    }

    @Test("gives every value the rule's exponent, whatever it is")
    func exponents() throws {
        var generator = SeededGenerator(seed: 5)
        let expected = try UnboundedScales(contract).featureExponent
        #expect(expected == -11)
        for _ in 0..<200 {
            let row = contract.columns.map { feature in
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: feature.minimum
                case 1: feature.maximum
                case 2: Swift.min(Swift.max(feature.minimum, 0), feature.maximum)
                case 3: feature.minimum.nextUp
                default: Double.random(in: feature.minimum...feature.maximum, using: &generator)
                }
            }
            for (number, (value, feature)) in zip(
                try encoder.encode(row.map { .number($0) }), zip(row, contract.columns))
            {
                #expect(number.exponent == expected)
                let error = (try key.decode(number).nearestDouble - value).magnitude
                #expect(error <= 0x1p-45)
                #expect(error <= 1e-10 * (feature.maximum - feature.minimum))
            }
        }
    }

    @Test("rounds half to even")
    func ties() throws {
        let contract = try Contract(features: [-8...8], outputs: [0...1])
        let encoder = try UnboundedEncoder(contract: contract, publicKey: key)
        let unit = Double(sign: .plus, exponent: 4 * encoder.scales.featureExponent, significand: 1)
        for (value, expected) in [(0.5, 0.0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (-2.5, -2), (0.5.nextUp, 1)] {
            let number = try encoder.encode([.number(value * unit)])[0]
            #expect(try key.decode(number).nearestDouble == expected * unit)
        }
        #expect(try encoder.encode([-0.0])[0].value == 0)
    }

    @Test("with an exponent of its own it encodes multiples exactly and refuses all else, naming the feature")
    func ownExponent() throws {
        let contract = try Contract(features: [-8...8, 0...100], outputs: [0...1])
        for (exponent, row, integers) in [
            (0, [-3, 100], [-3, 100]), (0, [-0.0, 7], [0, 7]), (-1, [0.0625, 2.5], [1, 40]),
            (-2, [-8, 0], [-2048, 0]),
        ] as [(Int, [FeatureValue], [Int])] {
            let encoder = try UnboundedEncoder(contract: contract, publicKey: key, exponent: exponent)
            let numbers = try encoder.encode(row)
            #expect(numbers.allSatisfy { $0.exponent == exponent })
            let expected = try integers.map { try key.encode($0).value }
            #expect(numbers.map(\.value) == expected)
        }
        let whole = try UnboundedEncoder(contract: contract, publicKey: key, exponent: 0)
        for value in [0.5, 99.99, Double.leastNonzeroMagnitude, 99.0.nextUp] {
            let error = #expect(throws: UnboundedError.self) { try whole.encode([.number(1), .number(value)]) }
            #expect(error?.code == .notMultiple)
            #expect(
                error?.description == "the value of feature “x1” is not a whole number, as exponent 0 demands")
        }
        #expect(try whole.encode([.number(1), .number(1e9)], outOfRange: .clamp).last?.value == 100)
        for exponent in [1, -2049, Int.max, .min] {
            let error = #expect(throws: UnboundedError.self) {
                try UnboundedEncoder(contract: contract, publicKey: key, exponent: exponent)
            }
            #expect(error?.code == .exponent)
        }
        let error = #expect(throws: UnboundedError.self) {
            try UnboundedEncoder(contract: contract, publicKey: key, exponent: -600)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test("refuses wrong counts and what is not a number, naming the feature and not the value")
    func refused() throws {
        for row in [[], [1, 2], [1, 2, 0.001, 0]] as [[Double]] {
            let error = #expect(throws: UnboundedError.self) { try encoder.encode(row.map { .number($0) }) }
            #expect(error?.code == .row)
            #expect(error?.description == "a row has \(row.count) values, the contract has 3 features")
        }
        for value in [Double.nan, .infinity, -.infinity] {
            for policy in [OutOfRangePolicy.reject, .clamp] {
                let error = #expect(throws: UnboundedError.self) {
                    try encoder.encode([1, .number(value), 0.001], outOfRange: policy)
                }
                #expect(error?.code == .row)
                #expect(error?.description == "the value of feature “x1” is not a finite number")
            }
        }
        for value in [-0x1p-1074, 27.0.nextUp, 41_234.5] {
            let error = #expect(throws: UnboundedError.self) { try encoder.encode([.number(value), 0, 0.001]) }
            #expect(error?.code == .row)
            #expect(error?.description == "the value of feature “x0” is outside its range")
        }
    }

    @Test("clamps when told to")
    func clamps() throws {
        let clamped = try encoder.encode([-3, 1e9, 0.0015], outOfRange: .clamp)
        let ends = try encoder.encode([0, 1e6, 0.0015])
        #expect(clamped.map(\.value) == ends.map(\.value))
    }

    @Test("needs a key with room for the features")
    func smallKey() throws {
        let wide = try Contract(features: [0...1e-20, 0...1e150], outputs: [0...1e150])
        _ = try UnboundedEncoder(contract: wide, publicKey: key)
        let error = #expect(throws: UnboundedError.self) {
            try UnboundedEncoder(contract: wide, publicKey: KeyFixture.named("phe-512").publicKey)
        }
        #expect(error?.code == .tooLarge)
    }
}
