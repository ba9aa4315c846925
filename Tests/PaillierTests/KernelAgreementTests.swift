// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// The same randomness gives the same bytes on every kernel that this processor has.
@Suite("Kernels agree on everything under a key")
struct KernelAgreementTests {
    private static let others = StandardKernel.available.map { $0.name }.filter { $0 != "portable" }

    private static func kernel(_ name: String) -> any LaneKernel {
        StandardKernel.available.first { $0.name == name }?.kernel ?? ScalarKernel.portable
    }

    /// What a client and a server send, and what the client finds.
    private static func transcript(_ fixture: String, on kernel: any LaneKernel) throws -> [String: [[UInt8]]] {
        var source = SeededGenerator(seed: 90)
        let key = try KeyFixture.named(fixture).privateKey.onKernel(kernel, using: &source)
        let publicKey = key.publicKey
        // More than lanes, and no multiple of them.
        let plaintexts = (0..<19).map { Plaintext(UInt64($0) << 40) }
        var transcript: [String: [[UInt8]]] = [:]
        let powers = try key.encrypt(Array(plaintexts.prefix(3)), using: &source)
        key.noise.makeTables(using: &source)
        let ciphertexts = try key.encrypt(plaintexts, using: &source)
        transcript["owner, by powers"] = powers.map { $0.bigEndianBytes() }
        transcript["owner, by tables"] = ciphertexts.map { $0.bigEndianBytes() }
        transcript["public"] = [try publicKey.encrypt(Plaintext(5), using: &source).bigEndianBytes()]
        let seed = [UInt8](repeating: 3, count: PublicKey.compactSeedByteCount)
        transcript["compact"] = try key.encryptCompact(Array(plaintexts.prefix(5)), seed: seed, firstIndex: 7)
        transcript["proof"] = key.makeProof().rootBytes(size: publicKey.size)
        try publicKey.verify(key.makeProof())

        var pool = NoisePool(for: publicKey, insecureTestCapacity: 12, exponentBits: 6)
        var fresh = publicKey.freshNoise(12, using: &source)
        while let piece = fresh.take() { try pool.add(copyOf: piece) }
        let weights = [-7, 12345, 0, -1].map { SignedScalar($0) }
        let groups = (0..<3).map { Array(ciphertexts[(4 * $0)..<(4 * $0 + 4)]) }
        let sums = try publicKey.linearCombinations(ofGroups: groups, [weights, weights.reversed()])
        var noise = pool.draw(6, using: &source)
        var answers: [Ciphertext] = []
        for sum in sums.flatMap({ $0 }) {
            guard let piece = noise.take() else { break }
            answers.append(try publicKey.rerandomise(sum, hiddenBy: piece))
        }
        transcript["answers"] = answers.map { $0.bigEndianBytes() }
        let read = try publicKey.ciphertexts(bigEndianBytes: answers.map { $0.bigEndianBytes() })
        var decryptor = Decryptor(key)
        transcript["predictions"] = try decryptor.decrypt(read + ciphertexts, using: &source)
            .map { $0.natural.bigEndianBytes }
        transcript["one alone"] = [try key.decrypt(read[0], using: &source).natural.bigEndianBytes]
        return transcript
    }

    @Test(
        "keys of all sizes, in lanes that are full and lanes that are not", arguments: others,
        ["structured-512", "phe-512", "structured-2048", "structured-3072"])
    func transcripts(_ name: String, _ fixture: String) throws {
        let own = try Self.transcript(fixture, on: Self.kernel(name))
        let reference = try Self.transcript(fixture, on: ScalarKernel.portable)
        #expect(Set(own.keys) == Set(reference.keys) && reference.count == 8)
        for (part, bytes) in reference { #expect(own[part] == bytes, "\(part) on \(name)") }
    }

    @Test("a key of a real size, with its proof", arguments: others)
    func generation(_ name: String) {
        func generate(_ kernel: any LaneKernel) -> [[UInt8]] {
            var source = SeededGenerator(seed: 91)
            let key = PrivateKey.generate(size: .bits2048, kernel: kernel, using: &source, checkpoint: {})
            return [key.publicKey.modulusBytes] + key.makeProof().rootBytes(size: .bits2048)
        }
        #expect(generate(Self.kernel(name)) == generate(ScalarKernel.portable))
    }

    @Test("which kernels were tried")
    func named() {
        print("kernels under keys: \((Self.others + ["portable"]).joined(separator: ", "))")
        #expect(StandardKernel.available.last?.name == "portable")
    }
}
