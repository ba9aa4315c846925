// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Encoded numbers")
struct EncodeTests {
    @Test("are encoded as phe encodes them")
    func encodes() throws {
        let vectors = try RegressionVectors.exchange().encodings
        RegressionVectors.report("encodings", vectors.count)
        for vector in vectors {
            let key = try KeyFixture.named(vector.key).publicKey
            func encode() throws(UnboundedError) -> PythonPaillierEncodedNumber {
                if let double = vector.double {
                    return try key.encode(
                        double.value, precision: vector.precision?.value, maximumExponent: vector.maximumExponent)
                }
                return try key.encode(
                    magnitude: vector.integer?.bytes ?? [], isNegative: (vector.integer?.value ?? 0) < 0,
                    precision: vector.precision?.value, maximumExponent: vector.maximumExponent)
            }
            guard let result = vector.result else {
                #expect(throws: UnboundedError.self) { try encode() }
                continue
            }
            let number = try encode()
            #expect(number.exponent == result.exponent)
            #expect(BigInt(number.value) == result.plaintext.value)
        }
    }

    @Test("are decoded as phe decodes them, overflows refused where phe refuses them")
    func decodes() throws {
        let vectors = try RegressionVectors.exchange().decodings
        RegressionVectors.report("decodings", vectors.count)
        for vector in vectors {
            let key = try KeyFixture.named(vector.key).publicKey
            let number = try PythonPaillierEncodedNumber(
                plaintext: Plaintext(bigEndianBytes: vector.plaintext.bytes), exponent: vector.exponent)
            guard let result = vector.result else {
                let error = #expect(throws: UnboundedError.self) { try key.decode(number) }
                #expect(error?.code == .overflow || error?.code == .beyondDouble)
                continue
            }
            switch try key.decode(number) {
            case .double(let value): #expect(value == result.double?.value)
            case .integer(let magnitude, let isNegative):
                let value = BigInt(sign: isNegative ? .minus : .plus, magnitude: BigUInt(bigEndianBytes: magnitude))
                #expect(value == result.integer?.value)
            }
        }
    }

    @Test("round trip without loss", arguments: ["phe-2048", "structured-3072"])
    func roundTrip(_ name: String) throws {
        let key = try KeyFixture.named(name).publicKey
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            let number = try key.encode(value)
            #expect(try key.decode(number).nearestDouble == value)
            let lower = try key.lowerExponent(of: number, to: number.exponent - 7)
            #expect(try key.decode(lower).nearestDouble == value)
            #expect(lower.exponent == number.exponent - 7)
        }
        for value in [0, 1, -1, 42, .max, .min] {
            let number = try key.encode(value)
            #expect(number.exponent == 0)
            #expect(try key.decode(number).nearestDouble == Double(value))
        }
    }

    @Test("zero has one encoding and no sign")
    func zero() throws {
        let key = try KeyFixture.named("phe-2048").publicKey
        for number in [try key.encode(0.0), try key.encode(-0.0), try key.encode(magnitude: [], isNegative: true)] {
            #expect(number.value == 0)
        }
    }

    @Test("exact powers of 16 are their own precision", arguments: [-39, -31, -8, -1, 0, 1, 8])
    func precision(_ exponent: Int) throws {
        let key = try KeyFixture.named("phe-2048").publicKey
        let power = Double(sign: .plus, exponent: 4 * exponent, significand: 1)
        #expect(try key.encode(1.0, precision: power).exponent == exponent)
        #expect(try key.encode(1.0, precision: power.nextDown).exponent == exponent - 1)
    }

    @Test("numbers that are not finite, precisions that are not positive and endless exponents are refused")
    func refused() throws {
        let key = try KeyFixture.named("phe-2048").publicKey
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(throws: UnboundedError.self) { try key.encode(value) }
        }
        for precision in [0, -1, Double.nan, .infinity] {
            let error = #expect(throws: UnboundedError.self) { try key.encode(1.0, precision: precision) }
            #expect(error?.code == .precision)
        }
        for exponent in [-2049, 513, Int.min, .max] {
            let error = #expect(throws: UnboundedError.self) {
                try PythonPaillierEncodedNumber(plaintext: Plaintext(1), exponent: exponent)
            }
            #expect(error?.code == .exponent)
        }
        for exponent in [-2049, Int.min] {
            let error = #expect(throws: UnboundedError.self) { try key.encode(1.0, maximumExponent: exponent) }
            #expect(error?.code == .exponent)
        }
        #expect(try key.encode(1.0, maximumExponent: .max).exponent == -13)
    }

    @Test("exponents are only lowered, and only as far as the key has room")
    func lowering() throws {
        let key = try KeyFixture.named("phe-512").publicKey
        let number = try key.encode(-3.5)
        #expect(throws: UnboundedError.self) { try key.lowerExponent(of: number, to: number.exponent + 1) }
        #expect(throws: UnboundedError.self) { try key.lowerExponent(of: number, to: .min) }
        #expect(try key.lowerExponent(of: number, to: number.exponent).value == number.value)
        let limit = number.exponent - (512 - 3 - 54) / 4
        #expect(try key.decode(key.lowerExponent(of: number, to: limit)).nearestDouble == -3.5)
        let error = #expect(throws: UnboundedError.self) { try key.lowerExponent(of: number, to: limit - 3) }
        #expect(error?.code == .tooLarge)
    }

    @Test("a random integer is nearly too large, which tells that it belongs to another key")
    func nearlyTooLarge() throws {
        let key = try KeyFixture.named("phe-512").publicKey
        let limit = BigUInt(bigEndianBytes: key.modulusBytes) / 3 - 1
        for (magnitude, expected) in [(limit, true), (limit >> 62, true), (limit >> 70, false), (0, false)] {
            for isNegative in [false, true] {
                let number = try key.encode(magnitude: magnitude.bigEndianBytes(), isNegative: isNegative)
                #expect(try key.isNearlyTooLarge(number) == expected)
            }
        }
    }

    @Test("the nearest double of an integer beyond all doubles is infinite")
    func beyond() throws {
        let key = try KeyFixture.named("phe-2048").publicKey
        let huge = try key.encode(magnitude: [1] + [UInt8](repeating: 0, count: 200), isNegative: true)
        #expect(try key.decode(huge).nearestDouble == -.infinity)
        let number = try PythonPaillierEncodedNumber(plaintext: huge.plaintext, exponent: -1)
        let error = #expect(throws: UnboundedError.self) { try key.decode(number) }
        #expect(error?.code == .beyondDouble)
    }
}
