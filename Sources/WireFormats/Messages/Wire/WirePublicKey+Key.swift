// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier

extension WirePublicKey {
    /// Bytes of a modulus of 4096 bits.
    static let largestModulus = 512
    /// Roots of a proof.
    static let proofCounts = KeyProof.rootCount...KeyProof.rootCount

    /// The message of a key and its proof.
    init(_ key: ProvenPublicKey) {
        self.init()
        modulus = Data(key.publicKey.modulusBytes)
        proof = key.proof.rootBytes(size: key.publicKey.size).map { Data($0) }
        id = Data(key.id.bytes)
    }

    /// The key of the message, with its proof verified.
    ///
    /// - Parameters:
    ///   - id: The id that the header names.
    ///   - knownKey: Gives the key of an id if it has been verified before.
    ///   - onlyKnownKeys: Whether other keys are refused.
    /// - Returns: The key.
    /// - Throws: `keyNotRegistered`, `invalidKey`, `invalidProof`, or the fault of a field.
    /// - Complexity: A primality test and eight exponentiations modulo n, unless the key is known or refused.
    func provenKey(
        id: KeyID, knownKey: (KeyID) -> ProvenPublicKey?, onlyKnownKeys: Bool = false
    ) throws(WireFormatError) -> ProvenPublicKey {
        let path = JSONPath.header("publicKey")
        try refuseUnknownFields(at: path)
        let modulusPath = JSONPath.member(of: path, name: "modulus")
        let modulus = [UInt8](try required(hasModulus, modulus, at: modulusPath))
        let size: KeySize
        do { size = try KeySize(bits: modulus.count * 8) } catch {
            throw WireFormatError(.invalidKey, error.description, at: modulusPath)
        }
        guard proof.count == KeyProof.rootCount, proof.allSatisfy({ $0.count == size.modulusByteCount }) else {
            throw WireFormatError(
                .invalidProof, "a proof has \(KeyProof.rootCount) roots of as many bytes as the modulus",
                at: .member(of: path, name: "proof"))
        }
        let claimedID = try required(hasID, self.id, at: .member(of: path, name: "id"), KeyID.init(bytes:))
        guard claimedID == id else {
            throw WireFormatError(.bindingMismatch, "the header names another key", at: .header("keyId"))
        }
        if let known = knownKey(id), known.publicKey.modulusBytes == modulus, known.id == id { return known }
        guard !onlyKnownKeys else {
            throw WireFormatError(.keyNotRegistered, "the key is not registered here", at: .header("keyId"))
        }
        let key = try PublicKey(modulus: modulus, at: modulusPath)
        // Leading zeros would make a shorter key of a longer modulus.
        guard key.size == size, key.id == id else {
            throw WireFormatError(.invalidKey, "the id is not that of the modulus", at: .member(of: path, name: "id"))
        }
        do { return try ProvenPublicKey(key, KeyProof(roots: proof.map { [UInt8]($0) })) } catch {
            throw WireFormatError(.invalidProof, error.description, at: .member(of: path, name: "proof"))
        }
    }
}
