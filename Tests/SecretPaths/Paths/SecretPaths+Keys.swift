// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import SecretMarks

extension SecretPaths {
    /// Random numbers become a key, restarts included.
    @inline(never)
    static func generateKey() -> PrivateKey {
        path_begins()
        let key = PrivateKey.generate(size: .bits2048)
        arrived(key.pHalf.prime.value, key.qHalf.prime.value)
        return key
    }

    /// A private key makes its proof; modulus and proof become public and are verified.
    @inline(never)
    static func proveKey(_ key: PrivateKey) throws -> ProvenPublicKey {
        path_begins()
        let roots = key.makeProof().rootBytes(size: .bits2048)
        let modulus = key.publicKey.modulusBytes
        arrived(roots, modulus)
        roots.markPublic()
        modulus.markPublic()
        return try ProvenPublicKey(PublicKey(modulus: modulus), KeyProof(roots: roots))
    }

    /// A key goes out as bytes and is loaded again, with its checks.
    @inline(never)
    static func loadKey(_ key: PrivateKey) throws -> PrivateKey {
        path_begins()
        let loaded = try PrivateKey(key.exportUnencrypted())
        arrived(loaded.pHalf.prime.value, loaded.qHalf.prime.value)
        return loaded
    }
}
