// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModularArithmetic
import Paillier
import SecretMarks

extension SecretPaths {
    /// Integers become a model's weights.
    @inline(never)
    static func makeWeights() throws {
        path_begins()
        let values: [Int64] = [-654_321, 0, 77]
        markSecret(values)
        let weights = try values.map { value throws in try SignedScalar(value, bitWidth: 24) }
        arrived(weights.map { $0.shifted })
    }

    /// A quantised model scores public ciphertexts.
    @inline(never)
    static func score(_ columns: [Ciphertext], for proven: ProvenPublicKey) throws -> [Ciphertext] {
        path_begins()
        let engine = try ScoringEngine(
            LinearModel(
                contract: contract, intercepts: [0.25, -1], coefficients: [[1, -0.5, 0.75], [0, 2, -0.125]]))
        markSecret(engine.model.weights.map { $0.map { $0.shifted } })
        markSecret(engine.model.intercepts)
        var noise = FreshNoise()
        let bytes = try engine.score(columns, rowCount: rowCount, key: proven, noise: &noise)
            .map { $0.bigEndianBytes() }
        arrived(bytes)
        bytes.markPublic()
        return try proven.publicKey.ciphertexts(bigEndianBytes: bytes)
    }

    /// A server's noise from its pool.
    @inline(never)
    static func hideWithPool(_ answers: [Ciphertext], for proven: ProvenPublicKey) throws {
        path_begins()
        let key = proven.publicKey
        var source = SystemRandomSource()
        var pool = NoisePool(for: key, insecureTestCapacity: 2, exponentBits: 6)
        while !pool.isFull { try pool.add(copyOf: key.freshNoise(using: &source)) }
        var noise = pool.draw(1, using: &source)
        guard let piece = noise.take() else { return }
        let hidden = try proven.release(key.multiply(answers[0], by: SignedScalar(1)), hiddenBy: piece)
        arrived(hidden.bigEndianBytes())
    }
}
