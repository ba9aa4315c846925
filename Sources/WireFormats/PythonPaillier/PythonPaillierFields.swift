// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier

/// What python-paillier's files have in common: the modulus as a JSON number, and pairs of a ciphertext and an exponent.
enum PythonPaillierFields {
    /// Exponents of 16 in requests.
    static let requestExponents = -64...64
    /// Exponents of 16 in answers and single numbers, where products have added up.
    static let answerExponents = -256...64

    /// Decimal digits of the largest modulus, 4096 bits, and of the largest ciphertext, twice as long.
    private static let modulusDigits = 1234
    private static let ciphertextDigits = 2467

    /// Reads `{"n": <integer>}`.
    static func publicKey(_ field: JSONField) throws(WireFormatError) -> PublicKey {
        var object = try field.object()
        let modulus = try object.required("n")
        try object.finish()
        return try PublicKey(modulus: modulus.natural(maximumDigits: modulusDigits), at: modulus.path)
    }

    /// Reads an integer that may be secret; the caller wipes it.
    static func prime(_ field: JSONField) throws(WireFormatError) -> [UInt8] {
        try field.natural(maximumDigits: modulusDigits)
    }

    /// Reads pairs `["<ciphertext, decimal>", <exponent>]`, which the key then has to check.
    static func pairs(
        _ fields: [JSONField], exponents: ClosedRange<Int>
    ) throws(WireFormatError) -> [(ciphertext: [UInt8], exponent: Int)] {
        var pairs: [(ciphertext: [UInt8], exponent: Int)] = []
        for field in fields {
            let parts = try field.array(counts: 2...2)
            let ciphertext = try parts[0].naturalInString(maximumDigits: ciphertextDigits)
            pairs.append((ciphertext, try parts[1].integer(in: exponents)))
        }
        return pairs
    }

    /// The numbers of pairs, checked.
    static func numbers(
        _ pairs: [(ciphertext: [UInt8], exponent: Int)], under key: PublicKey
    ) throws(WireFormatError) -> [EncryptedNumber] {
        let checked: [Ciphertext]
        do {
            checked = try key.ciphertexts(bigEndianBytes: pairs.map(\.ciphertext))
        } catch {
            throw WireFormatError(.invalidCiphertext, error.description)
        }
        var numbers: [EncryptedNumber] = []
        for (ciphertext, pair) in zip(checked, pairs) { numbers.append(try number(ciphertext, pair.exponent)) }
        return numbers
    }

    /// Reads a ciphertext and an exponent.
    static func number(
        ciphertext: JSONField, exponent: JSONField, under key: PublicKey
    ) throws(WireFormatError) -> EncryptedNumber {
        let bytes = try ciphertext.naturalInString(maximumDigits: ciphertextDigits)
        let exponent = try exponent.integer(in: answerExponents)
        let checked: Ciphertext
        do {
            checked = try key.ciphertext(bigEndianBytes: bytes)
        } catch {
            throw ciphertext.fault(.invalidCiphertext, error.description)
        }
        return try number(checked, exponent)
    }

    private static func number(_ ciphertext: Ciphertext, _ exponent: Int) throws(WireFormatError) -> EncryptedNumber {
        do {
            return try EncryptedNumber(ciphertext: ciphertext, exponent: exponent)
        } catch {
            throw WireFormatError(.outOfRange, error.description)
        }
    }

    /// `{"n": <integer>}`.
    static func json(_ key: PublicKey) -> JSONValue {
        .object([JSONMember("n", .number(decimal(key.modulusBytes)))])
    }

    /// `["<ciphertext, decimal>", <exponent>]`.
    static func json(_ number: EncryptedNumber) -> JSONValue {
        .array([.string(decimal(number.ciphertext.bigEndianBytes())), .number(number.exponent)])
    }

    static func decimal(_ bytes: [UInt8]) -> JSONText {
        var digits = DecimalInteger.digits(bigEndianBytes: bytes)
        defer { wipe(&digits) }
        return JSONText(copying: digits)
    }

    /// The text of `value` inside a JSON string, as the original programs write it.
    static func encodedTwice(_ value: JSONValue) -> [UInt8] {
        let inner = JSONWriter.write(value, layout: .line)
        return JSONWriter.write(.string(JSONText(copying: inner)), layout: .line)
    }
}
