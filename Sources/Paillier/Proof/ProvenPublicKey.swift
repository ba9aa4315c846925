// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A public key whose proof has been verified: the only kind that a server answers under.
public struct ProvenPublicKey: Sendable {
    /// The key.
    public let publicKey: PublicKey
    /// Its proof.
    public let proof: KeyProof

    /// Verifies the proof of a key.
    ///
    /// - Throws: ``PaillierError`` with code `invalidProof`.
    /// - Complexity: Eight exponentiations modulo n by n.
    public init(_ publicKey: PublicKey, _ proof: KeyProof) throws(PaillierError) {
        try publicKey.verify(proof)
        self.publicKey = publicKey
        self.proof = proof
    }

    /// The key of a private key, which proves it here.
    public init(_ privateKey: PrivateKey) {
        publicKey = privateKey.publicKey
        proof = privateKey.makeProof()
    }

    /// SHA-256 of `"blindscore key id v1" ‖ len ‖ n`, `len` in 4 bytes, n in `len` bytes: 32 bytes that name the key.
    public var id: [UInt8] { publicKey.id }
}
