// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Testing
import WireFormats

@Suite("JSON numbers")
struct JSONFieldNumbersTests {
    private func field(_ text: String) throws -> JSONField { JSONField(try JSONReader.read(text.utf8)) }

    /// Bit patterns from CPython 3.11: `struct.pack('>d', float(text)).hex()`.
    private static let doubles: [(String, UInt64)] = [
        ("0", 0), ("-0", 0x8000_0000_0000_0000), ("-0.0e5", 0x8000_0000_0000_0000), ("0.1", 0x3FB9_9999_9999_999A),
        ("1e23", 0x44B5_2D02_C7E1_4AF6), ("9007199254740993", 0x4340_0000_0000_0000),
        ("9007199254740993.00000000000000000000000000000000000001", 0x4340_0000_0000_0001),
        ("2.2250738585072011e-308", 0x000F_FFFF_FFFF_FFFF), ("2.2250738585072014e-308", 0x0010_0000_0000_0000),
        ("4.9406564584124654e-324", 0x0000_0000_0000_0001), ("2.4703282292062327e-324", 0),
        ("2.4703282292062328e-324", 1), ("1e-400", 0), ("1.7976931348623157e308", 0x7FEF_FFFF_FFFF_FFFF),
        ("1.7976931348623158e308", 0x7FEF_FFFF_FFFF_FFFF), ("179769313486231580793e288", 0x7FEF_FFFF_FFFF_FFFF),
        ("0.500000000000000166533453693773481063544750213623046875", 0x3FE0_0000_0000_0002),
        ("3.518437208883201171875e13", 0x42C0_0000_0000_0002), ("62.5364939768271845828", 0x404F_44AB_D5AA_7CA4),
    ]

    @Test("rounds to the nearest double, ties to even", arguments: doubles.indices)
    func double(_ place: Int) throws {
        let (text, bits) = Self.doubles[place]
        #expect(try field(text).double().bitPattern == bits)
    }

    @Test(
        "refuses a number that rounds to infinity",
        arguments: ["1e309", "-1e309", "1.7976931348623159e308", "1e99999999999"])
    func overflow(_ text: String) throws {
        let error = try #require(throws: WireFormatError.self) { try field(text).double() }
        #expect(error.code == .outOfRange)
    }

    @Test("reads a number of 2,048 characters and refuses a longer one")
    func longDouble() throws {
        let text = "0." + String(repeating: "3", count: 2046)
        #expect(try field(text).double() == 1 / 3)
        let error = try #require(throws: WireFormatError.self) { try field(text + "3").double() }
        #expect(error.code == .limitExceeded)
    }

    @Test(
        "reads integers of 64 bits without a sign, however they are written",
        arguments: [
            ("9223372036854775807", 1 << 63 - 1), ("9223372036854775808", 1 << 63), ("18446744073709551615", .max),
            ("1.8446744073709551615e19", .max), ("184467440737095516150e-1", .max),
            ("1e19", 10_000_000_000_000_000_000),
            ("-0", 0), ("9007199254740993", 1 << 53 + 1),
        ] as [(String, UInt64)])
    func unsigned(_ text: String, _ value: UInt64) throws {
        #expect(try field(text).integer(in: 0...UInt64.max) == value)
    }

    @Test("refuses integers outside 64 bits", arguments: ["-1", "18446744073709551616", "2e19", "1e20", "1e999"])
    func beyond(_ text: String) throws {
        let error = try #require(throws: WireFormatError.self) { try field(text).integer(in: 0...UInt64.max) }
        #expect(error.code == .outOfRange)
        #expect(error.reason == "expected an integer from 0 to 18446744073709551615")
    }

    @Test("reads natural numbers of any length", arguments: [1, 9, 10, 617, 1233, 1234, 2467])
    func natural(_ digits: Int) throws {
        let text = String(repeating: "9", count: digits)
        let expected = Array((BigUInt(10).power(digits) - 1).serialize())
        #expect(try field(text).natural(maximumDigits: digits) == expected)
        #expect(try field("\"\(text)\"").unquotingInteger.natural(maximumDigits: digits) == expected)
        for field in [try field(text + "0"), try field("\"0\(text)\"")] {
            let error = try #require(throws: WireFormatError.self) {
                try field.unquotingInteger.natural(maximumDigits: digits)
            }
            #expect(error.code == .limitExceeded)
        }
    }

    @Test("refuses what is no natural number", arguments: ["-1", "-0", "1.0", "1e3", "\"1\"", "null"])
    func noNatural(_ text: String) throws {
        #expect(throws: WireFormatError.self) { try field(text).natural(maximumDigits: 10) }
    }

    @Test(
        "refuses a string that is no natural number",
        arguments: ["", "-", "--1", "+1", " 1", "1 ", "1.0", "0x1", "١", "1\\u0000"])
    func noNaturalInString(_ text: String) throws {
        let error = try #require(throws: WireFormatError.self) {
            try field("\"\(text)\"").unquotingInteger.natural(maximumDigits: 10)
        }
        #expect(error.code == .wrongType)
    }

    @Test("takes the quotation marks off integers, signs included, and off nothing else")
    func unquoting() throws {
        for (text, value) in [("\"-14\"", -14), ("\"007\"", 7), ("\"-0\"", 0), ("12", 12)] {
            #expect(try field(text).unquotingInteger.integer(in: -64...64) == value)
        }
        #expect(throws: WireFormatError.self) { try field("\"-1\"").unquotingInteger.natural(maximumDigits: 10) }
        #expect(throws: WireFormatError.self) { try field("\"65\"").unquotingInteger.integer(in: -64...64) }
        #expect(try field("\"x\"").unquotingInteger.string() == "x")
    }

    @Test("reads base64 integers of either alphabet, padded or not, and drops leading zeros")
    func base64URL() throws {
        #expect(try field("\"AQAB\"").naturalInBase64(maximumBytes: 3) == [1, 0, 1])
        for text in ["AAEAAQ", "AAEAAQ=="] {
            #expect(try field("\"\(text)\"").naturalInBase64(maximumBytes: 4) == [1, 0, 1])
        }
        for text in ["-_-_", "+/+/", "+_-/"] {
            #expect(try field("\"\(text)\"").naturalInBase64(maximumBytes: 3) == [0xFB, 0xFF, 0xBF])
        }
        #expect(try field("\"AQI=\"").naturalInBase64(maximumBytes: 3) == [1, 2])
        #expect(try field("\"\"").naturalInBase64(maximumBytes: 3) == [])
    }

    @Test(
        "refuses base64url that is malformed or too long",
        arguments: ["AQABAA", "AQAB=", "AQ=", "AQ===", "A===", "====", "AQ==AQAB", "A.AA", "A AA", "AA\\n", "AR=="])
    func noBase64URL(_ text: String) throws {
        #expect(throws: WireFormatError.self) { try field("\"\(text)\"").naturalInBase64(maximumBytes: 3) }
    }
}
