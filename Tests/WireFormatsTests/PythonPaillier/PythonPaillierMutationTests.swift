// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("python-paillier's files against damage")
struct PythonPaillierMutationTests {
    @Test("reads or refuses mutations of requests, encoded once and twice", arguments: [false, true])
    func requests(twice: Bool) throws {
        try mutate(["data.json"], twice: twice) { (document) throws(WireFormatError) in
            try PythonPaillierRequest(document)
        } check: { request in
            let again = try PythonPaillierRequest(JSONDocument(request.jsonText()))
            #expect(again.jsonText() == request.jsonText())
        }
    }

    @Test("reads or refuses mutations of answers, encoded once and twice", arguments: [false, true])
    func answers(twice: Bool) throws {
        try mutate(["answer.json", "answers.json"], twice: twice) { (document) throws(WireFormatError) in
            try PythonPaillierAnswer(document)
        } check: { answer in
            let again = try PythonPaillierAnswer(JSONDocument(answer.jsonText()))
            #expect(again.jsonText() == answer.jsonText())
        }
    }

    @Test("reads or refuses mutations of a number, and what it reads survives writing and reading")
    func numbers() throws {
        let key = try PublicKey(modulus: KeyFixture.named("phe-2048").n.bytes)
        let files = try ["number-0.json", "number-5.json", "product.json"].map(PythonFiles.bytes)
        let tally = try MutationTally(of: Mutator(files, .json), code: \WireFormatError.code) {
            (bytes, _) throws(WireFormatError) in
            try PythonPaillierEncryptedNumber(JSONDocument(bytes), under: key).jsonText()
        } check: { text in
            let again = try PythonPaillierEncryptedNumber(JSONDocument(text), under: key).jsonText()
            #expect(again == text)
        }
        #expect(tally.isVaried(reasons: 6), "\(tally)")
    }

    private func mutate<Value>(
        _ names: [String], twice: Bool, read: (JSONDocument) throws(WireFormatError) -> Value,
        check: (Value) throws -> Void
    ) throws {
        let files = try names.map { name in
            let text = try PythonFiles.bytes(name)
            return twice ? text : Array(try JSONDecoder().decode(String.self, from: Data(text)).utf8)
        }
        let mutator = Mutator(withEvenModuli(files, of: KeyFixture.named("phe-2048").n.value), .json)
        let tally = try MutationTally(
            of: mutator, code: \WireFormatError.code,
            read: { (bytes, _) throws(WireFormatError) in try read(JSONDocument(bytes)) }, check: check)
        #expect(tally.isVaried(reasons: 6), "\(tally)")
    }
}

/// The files, and four times as many whose modulus is even.
///
/// A modulus that may be one costs an exponentiation to check, so that a million files would take an hour: most mutations
/// are of files that are refused when the check comes to it, and everything before it is read all the same.
private func withEvenModuli(_ files: [[UInt8]], of modulus: BigUInt) -> [[UInt8]] {
    let even = files.map { replacing("\(modulus)", with: "\(modulus - 1)", in: $0) }
    return files + (0..<4).flatMap { _ in even }
}
