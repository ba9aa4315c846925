// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
import ModularArithmetic
import Paillier
package import TestSupport

/// Where a workload happens: a fixed key of 2048 bits on a kernel, and a fixed model.
package struct Workbench {
    let key: PrivateKey
    let engine: ScoringEngine

    init(_ kernel: any LaneKernel) throws {
        var source = SeededGenerator(seed: 1)
        key = try Self.fixture.privateKey.onKernel(kernel, using: &source)
        engine = try ScoringEngine(Self.model())
    }

    /// The key.
    package static let fixture = KeyFixture.named("structured-2048")

    /// The model: ten features, one output.
    package static func model() throws -> LinearModel {
        let contract = try Contract(
            name: "benchmark", version: 1, accuracy: 1e-6,
            features: (0..<10).map { Feature(name: "x\($0)", minimum: 0, maximum: 10) },
            outputs: [Output(name: "y", minimum: -100, maximum: 100)])
        let coefficients = [0.125, -0.25, 0.375, -0.5, 0.625, -0.75, 0.875, -1, 1.125, -1.25]
        return try LinearModel(contract: contract, intercepts: [1.25], coefficients: [coefficients])
    }

    var publicKey: PublicKey { key.publicKey }

    /// Fixed residues modulo the square of a modulus.
    func residues(_ count: Int, moduloSquareOf modulus: Modulus) -> [TwoDigitResidue] {
        var source = SeededGenerator(seed: 2)
        return (0..<count).map { _ in
            TwoDigitResidue(
                low: .random(below: modulus.value, using: &source), high: .random(below: modulus.value, using: &source),
                modulo: modulus)
        }
    }

    /// Fixed plaintexts below n.
    func plaintexts(_ count: Int) -> [Plaintext] {
        var source = SeededGenerator(seed: 3)
        return (0..<count).map { _ in Plaintext(.random(below: publicKey.modulus.value, using: &source)) }
    }

    /// Fixed ciphertexts of ``plaintexts(_:)``, as bytes.
    func ciphertextBytes(_ count: Int) throws -> [[UInt8]] {
        var source = SeededGenerator(seed: 4)
        return try key.encrypt(plaintexts(count), using: &source).map { $0.bigEndianBytes() }
    }

    /// A full pool of fixed noise.
    func pool() throws -> NoisePool {
        var source = SeededGenerator(seed: 5)
        var pool = NoisePool(for: publicKey)
        var noise = key.noise.samples(pool.capacity, for: publicKey, using: &source)
        while let piece = noise.take() { try pool.add(copyOf: piece) }
        return pool
    }
}
