// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A public key whose proof has been verified: fresh noise hides everything but the plaintext from its owner.
///
/// So a server whose answers are to tell no more than their plaintexts asks for this type; ``release(_:)`` is its.
public struct ProvenPublicKey: Hashable, Sendable {
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

    /// The key's name, a hash of n.
    public var id: KeyID { publicKey.id }
}
