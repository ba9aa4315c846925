// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Secrets")
struct RedactedTests {
    /// A value of every type that holds a secret and can be copied, with what its type is called.
    private static func secrets() throws -> [(value: any Redacted, name: String)] {
        let key = try KeyFixture.named("structured-512").privateKey
        let ciphertext = try key.encrypt(Plaintext(5))
        var source = SeededGenerator(seed: 82)
        let blinding = Blinding(for: key, using: &source)
        let opening = key.open([ciphertext.residue], blindedBy: [blinding])[0]
        var pool = NoisePool(for: key.publicKey, insecureTestCapacity: 2, exponentBits: 4)
        try pool.add(copyOf: key.publicKey.freshNoise(using: &source))
        let material = key.exportUnencrypted()
        return [
            (key, "PrivateKey"), (material, "PrivateKeyMaterial"), (try #require(material.structure), "Structure"),
            (key.pHalf, "PrimeHalf"), (key.noise, "OwnerNoise"), (Plaintext(5), "Plaintext"),
            (SignedScalar(-5), "SignedScalar"),
            (try key.publicKey.multiply(ciphertext, by: SignedScalar(3)), "UnreleasedCiphertext"),
            (pool, "NoisePool"), (blinding, "Blinding"), (blinding.p, "CheckedResidue<TwoDigitResidue>"),
            (opening, "Opening"),
            (opening.p, "Half"),
        ]
    }

    @Test("mirrors of secrets show nothing, and descriptions the type alone, also inside other values")
    func hidden() throws {
        let secrets = try Self.secrets()
        #expect(Set(secrets.map(\.name)).count == 13)
        for (value, name) in secrets {
            #expect(Mirror(reflecting: value).children.isEmpty, "\(name)")
            #expect("\(value)" == name + "(redacted)" && String(reflecting: value) == name + "(redacted)")
            #expect("\([value])" == "[\(name)(redacted)]")
            var text = ""
            dump([value], to: &text)
            #expect(text.split(separator: "\n").count == 2, "\(text)")
        }
    }

    @Test("the parts that secrets consist of are hidden as well")
    func parts() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        for part in [key.pHalf.prime, key.pHalf.order, key.pHalf.factor, Mask(lowestBitOf: 1)] as [Any] {
            #expect(Mirror(reflecting: part).children.isEmpty && "\(part)".hasSuffix("(redacted)"))
        }
    }
}
