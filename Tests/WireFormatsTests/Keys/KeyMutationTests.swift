// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing
import WireFormats

/// Damaged key files must end in a typed refusal or in the key that they held.
///
/// Checking the numbers of a key takes up to a tenth of a second, so most mutations are of files whose numbers are refused
/// at the first look: an even modulus, or an even prime behind a good modulus. A few are of good files, and reach everything.
@Suite("Key files against damage")
struct KeyMutationTests {
    @Test("reads or refuses mutations of public keys")
    func publicKeys() throws {
        let ours = try ProvenPublicKey(KeyFixture.named("structured-2048").privateKey).jsonText()
        let good = [try PythonFiles.bytes("phe-2048.public.json"), ours]
        let even = [evenModulus("phe-2048", good[0]), evenModulus("structured-2048", ours)]
        let tally = try MutationTally(of: Mutator(good + repeated(even, 9), .json), code: \WireFormatError.code) {
            (bytes, _) throws(WireFormatError) in
            try PublicKey(JSONDocument(bytes))
        } check: { key in
            let again = try PublicKey(JSONDocument(key.jsonText()))
            #expect(again == key)
        }
        #expect(tally.isVaried(reasons: 6), "\(tally)")
    }

    @Test("reads or refuses mutations of private keys, with and without their structure")
    func privateKeys() throws {
        let names = ["phe-2048", "structured-2048"]
        let good = try names.map {
            try KeyFixture.named($0).privateKey.withUnencryptedJSONText { Array($0.map(\.self)) }
        }
        try mutate(
            good, moduli: names.map { KeyFixture.named($0).n.bytes },
            evenPrimes: zip(names, good).map { name, text in
                let p = KeyFixture.named(name).p.value
                return replacing(base64(p), with: base64(p - 1), in: text)
            }, evenModuli: zip(names, good).map(evenModulus))
    }

    @Test("reads or refuses mutations of custkeys.json")
    func pythonKeys() throws {
        let (text, fixture) = (try PythonFiles.bytes("phe-2048.custkeys.json"), KeyFixture.named("phe-2048"))
        try mutate(
            [text], moduli: [fixture.n.bytes],
            evenPrimes: [replacing("\(fixture.p.value)", with: "\(fixture.p.value - 1)", in: text)],
            evenModuli: [replacing("\(fixture.n.value)", with: "\(fixture.n.value - 1)", in: text)])
    }

    private func mutate(_ good: [[UInt8]], moduli: [[UInt8]], evenPrimes: [[UInt8]], evenModuli: [[UInt8]]) throws {
        let mutator = Mutator(good + repeated(evenPrimes, 5) + repeated(evenModuli, 44), .json)
        let tally = try MutationTally(of: mutator, code: \WireFormatError.code) { (bytes, _) throws(WireFormatError) in
            try PrivateKey(JSONDocument(bytes))
        } check: { key in
            // Whatever of a private key is damaged and still read, its primes are those of its modulus.
            #expect(moduli.contains(key.publicKey.modulusBytes))
        }
        #expect(tally.accepted > 0 && tally.refused.count >= 6, "\(tally)")
    }

    private func repeated(_ files: [[UInt8]], _ count: Int) -> [[UInt8]] { (0..<count).flatMap { _ in files } }

    private func evenModulus(_ name: String, _ text: [UInt8]) -> [UInt8] {
        let n = KeyFixture.named(name).n.value
        return replacing(base64(n), with: base64(n - 1), in: text)
    }

    private func base64(_ number: BigUInt) -> String {
        String(decoding: Base64URL.encode(Array(number.serialize())), as: UTF8.self)
    }
}
