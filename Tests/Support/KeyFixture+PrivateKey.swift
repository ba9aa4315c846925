// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
public import Paillier
import Synchronization

extension KeyFixture {
    private static let cache = Mutex<[String: PrivateKey]>([:])

    /// The key, checked as a key file would be; made once.
    ///
    /// Keys below 2048 bits take the insecure way for tests.
    public var privateKey: PrivateKey {
        get throws {
            if let known = Self.cache.withLock({ $0[name] }) { return known }
            let key = try bits < 2048 ? insecureKey() : PrivateKey(material)
            Self.cache.withLock { $0[name] = key }
            return key
        }
    }

    /// The public part of ``privateKey``.
    public var publicKey: PublicKey {
        get throws { try privateKey.publicKey }
    }

    /// The numbers as a key file holds them.
    package var material: PrivateKeyMaterial {
        var structure: PrivateKeyMaterial.Structure?
        if let pFactor, let qFactor, let pGenerator, let qGenerator {
            structure = .init(
                pFactor: pFactor.bytes, qFactor: qFactor.bytes, pGenerator: pGenerator.bytes,
                qGenerator: qGenerator.bytes)
        }
        return PrivateKeyMaterial(p: p.bytes, q: q.bytes, structure: structure)
    }

    private func insecureKey() throws -> PrivateKey {
        guard let pFactor, let qFactor, let pGenerator, let qGenerator else {
            return try PrivateKey(insecureTestP: p.natural, q: q.natural)
        }
        return try PrivateKey(
            insecureTestP: p.natural, q: q.natural, generators: (pGenerator.natural, qGenerator.natural),
            factors: (pFactor.natural, qFactor.natural))
    }
}
