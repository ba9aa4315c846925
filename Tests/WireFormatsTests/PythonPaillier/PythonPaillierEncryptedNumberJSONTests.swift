// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Encrypted numbers of pheutil")
struct EncryptedNumberJSONTests {
    @Test("reads what pheutil wrote and decrypts it as phe does", arguments: PythonFiles.numbers)
    func reads(_ vector: PythonFiles.Number) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let number = try PythonPaillierEncryptedNumber(PythonFiles.document(vector.file), under: key.publicKey)
        #expect(number.exponent == vector.exponent)
        #expect(try key.number(in: number.ciphertext) == vector.plaintext.value)
    }

    @Test("writes what pheutil wrote, byte for byte", arguments: PythonFiles.numbers)
    func writes(_ vector: PythonFiles.Number) throws {
        let bytes = try PythonFiles.bytes(vector.file)
        let key = try PublicKey(modulus: KeyFixture.named(vector.key).n.bytes)
        #expect(try PythonPaillierEncryptedNumber(JSONDocument(bytes), under: key).jsonText() == bytes)
    }

    private static let refusals: [(text: String, code: WireFormatError.Code, path: String)] = [
        (#"{"v": "0", "e": 0}"#, .invalidCiphertext, "v"), (#"{"v": 1.5, "e": 0}"#, .wrongType, "v"),
        (#"{"v": "-1", "e": 0}"#, .outOfRange, "v"), (#"{"v": "", "e": 0}"#, .wrongType, "v"),
        (#"{"v": "1.0", "e": 0}"#, .wrongType, "v"), (#"{"v": "1", "e": "x"}"#, .wrongType, "e"),
        (#"{"v": "1", "e": 0.5}"#, .wrongType, "e"), (#"{"v": "1", "e": 513}"#, .outOfRange, "e"),
        (#"{"v": "1", "e": "-2049"}"#, .outOfRange, "e"), (#"{"v": "1", "e": 9223372036854775808}"#, .outOfRange, "e"),
        (#"{"v": "\#(String(repeating: "1", count: 2468))", "e": 0}"#, .limitExceeded, "v"),
    ]

    @Test("refuses faults and names the field", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (text, code, path) = Self.refusals[place]
        let key = try PublicKey(modulus: KeyFixture.named("phe-2048").n.bytes)
        let error = try #require(throws: WireFormatError.self) {
            try PythonPaillierEncryptedNumber(JSONDocument(text), under: key)
        }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("takes exponents from −2,048 to 512", arguments: [-2048, 512])
    func exponents(_ exponent: Int) throws {
        let key = try PublicKey(modulus: KeyFixture.named("phe-2048").n.bytes)
        #expect(
            try PythonPaillierEncryptedNumber(JSONDocument(#"{"v": "1", "e": \#(exponent)}"#), under: key).exponent
                == exponent)
    }
}
