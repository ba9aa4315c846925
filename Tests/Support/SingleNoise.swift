// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
package import Paillier

// Single pieces, where a test has use for no more.

extension NoiseBatch {
    /// The only piece.
    package consuming func only() -> Noise {
        var batch = self
        guard batch.count == 1, let noise = batch.take() else { preconditionFailure("one piece was asked for") }
        return noise
    }
}

extension NoiseSupply {
    package mutating func next(for key: ProvenPublicKey) -> Noise {
        next(1, for: key).only()
    }
}

extension NoisePool {
    package func draw(using source: inout some RandomSource) -> Noise {
        draw(1, using: &source).only()
    }
}

extension OwnerNoise {
    package func noise(pBase: Natural, qBase: Natural, for key: PublicKey) -> Noise {
        noise(pBases: [pBase], qBases: [qBase], for: key).only()
    }
}

extension PrivateKey {
    package func encryptCompact(
        _ plaintext: Plaintext, seed: [UInt8], index: UInt64
    ) throws(PaillierError) -> [UInt8] {
        try encryptCompact([plaintext], seed: seed, firstIndex: index)[0]
    }
}
