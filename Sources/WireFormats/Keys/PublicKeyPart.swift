// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier

/// What a key file says of the public key, read but not checked: who loads a key of his own has no need to.
struct PublicKeyPart {
    /// n, most significant byte first.
    let modulus: [UInt8]
    /// Where n stands.
    let modulusPath: JSONPath
    /// The key's proof, if the file has one.
    var proof: JSONField?

    /// Reads the public part of a key file of any kind.
    init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .publicKey, .privateKey, .sealedPrivateKey, .pythonKeys, .pythonPublicKey)
        switch document.kind {
        case .publicKey: self = try KeyFields.publicKey(&object)
        case .privateKey, .sealedPrivateKey:
            var inner = try object.required("pub").object()
            self = try KeyFields.publicKey(&inner)
        default: self = try PythonPaillierFields.publicKeyPart(object.optional("public_key") ?? document.root)
        }
    }

    /// Reads the member `n`, with which a member `g`, where there is one, must agree: it is n + 1 in all that is read here.
    init(
        members object: inout JSONObjectReader, integer: (JSONField) throws(WireFormatError) -> [UInt8]
    ) throws(WireFormatError) {
        let field = try object.required("n")
        modulus = try integer(field)
        modulusPath = field.path
        guard let field = object.optional("g") else { return }
        var successor = modulus
        for place in successor.indices.reversed() {
            successor[place] &+= 1
            // A modulus of ones alone would be divisible by 3: the carry always stops.
            if successor[place] != 0 { break }
        }
        guard try integer(field) == successor else {
            throw field.fault(.invalidKey, "the key's generator g is not n + 1, which python-paillier's keys have")
        }
    }

    /// The key, its modulus checked.
    func key() throws(WireFormatError) -> PublicKey { try PublicKey(modulus: modulus, at: modulusPath) }

    /// Requires that a key has this modulus.
    func mustBelong(to key: PrivateKey) throws(WireFormatError) {
        guard modulus.drop(while: { $0 == 0 }).elementsEqual(key.publicKey.modulusBytes) else {
            throw WireFormatError(
                .invalidKey, "the public and the private part belong to different keys", at: modulusPath)
        }
    }
}
