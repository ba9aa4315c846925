// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import SecretMemory

/// What python-paillier's files have in common: integers as JSON numbers, and pairs of a ciphertext and an exponent.
///
/// Nobody specified these files: every program writes what its author had at hand. So integers may be numbers or strings, and
/// members that are not known here are ignored.
enum PythonPaillierFields {
    /// Decimal digits of the largest modulus, 4096 bits, and of the largest ciphertext, twice as long.
    private static let modulusDigits = 1234
    private static let ciphertextDigits = 2467

    /// Reads `{"n": <integer>}`, or `{"g": <integer>, "n": <integer>}` as python-paillier's documentation has it.
    static func publicKey(_ field: JSONField) throws(WireFormatError) -> PublicKey {
        try publicKeyPart(field).key()
    }

    /// The same without a check of the modulus.
    static func publicKeyPart(_ field: JSONField) throws(WireFormatError) -> PublicKeyPart {
        var object = try field.object()
        return try PublicKeyPart(members: &object) { (field) throws(WireFormatError) in try integer(field) }
    }

    /// Reads an integer that may be secret, in as many digits as a modulus, or several, may have; the caller wipes it.
    static func integer(_ field: JSONField, moduli: Int = 1) throws(WireFormatError) -> [UInt8] {
        try field.unquotingInteger.natural(maximumDigits: moduli * modulusDigits)
    }

    /// Reads pairs `["<ciphertext, decimal>", <exponent>]`, which the key then has to check.
    static func pairs(_ fields: [JSONField]) throws(WireFormatError) -> [(ciphertext: [UInt8], exponent: Int)] {
        var pairs: [(ciphertext: [UInt8], exponent: Int)] = []
        for field in fields {
            let parts = try field.array(counts: 2...2)
            pairs.append((try self.ciphertext(parts[0]), try exponent(parts[1])))
        }
        return pairs
    }

    /// The numbers of pairs, checked.
    static func numbers(
        _ pairs: [(ciphertext: [UInt8], exponent: Int)], under key: PublicKey
    ) throws(WireFormatError) -> [PythonPaillierEncryptedNumber] {
        let checked: [Ciphertext]
        do {
            checked = try key.ciphertexts(bigEndianBytes: pairs.map(\.ciphertext))
        } catch {
            throw WireFormatError(.invalidCiphertext, error.description)
        }
        var numbers: [PythonPaillierEncryptedNumber] = []
        for (ciphertext, pair) in zip(checked, pairs) { numbers.append(try number(ciphertext, pair.exponent)) }
        return numbers
    }

    /// Reads a ciphertext and an exponent.
    static func number(
        ciphertext: JSONField, exponent: JSONField, under key: PublicKey
    ) throws(WireFormatError) -> PythonPaillierEncryptedNumber {
        let bytes = try self.ciphertext(ciphertext)
        let exponent = try self.exponent(exponent)
        let checked: Ciphertext
        do {
            checked = try key.ciphertext(bigEndianBytes: bytes)
        } catch {
            throw ciphertext.fault(.invalidCiphertext, error.description)
        }
        return try number(checked, exponent)
    }

    private static func ciphertext(_ field: JSONField) throws(WireFormatError) -> [UInt8] {
        try field.unquotingInteger.natural(maximumDigits: ciphertextDigits)
    }

    private static func exponent(_ field: JSONField) throws(WireFormatError) -> Int {
        try field.unquotingInteger.integer(in: PythonPaillierEncodedNumber.exponents)
    }

    private static func number(_ ciphertext: Ciphertext, _ exponent: Int) throws(WireFormatError)
        -> PythonPaillierEncryptedNumber
    {
        do {
            return try PythonPaillierEncryptedNumber(ciphertext: ciphertext, exponent: exponent)
        } catch {
            throw WireFormatError(.outOfRange, error.description)
        }
    }

    /// `{"n": <integer>}`.
    static func json(_ key: PublicKey) -> JSONValue {
        .object([JSONMember("n", .number(decimal(key.modulusBytes)))])
    }

    /// `["<ciphertext, decimal>", <exponent>]`.
    static func json(_ number: PythonPaillierEncryptedNumber) -> JSONValue {
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
