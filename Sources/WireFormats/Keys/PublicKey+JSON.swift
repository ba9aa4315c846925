// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

extension PublicKey {
    /// Reads the public key from a key file of any kind, private ones included.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidKey` for an unusable modulus, `invalidProof`
    ///   for a proof that does not verify, else the fault and path of a field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        self = try document.publicKey().key
    }

    /// The text of a client-public-key.json without a proof, as `pheutil` makes it.
    public func jsonText() -> [UInt8] { JSONWriter.write(.object(KeyFields.members(self))) }

    /// A key of this modulus, or the fault with the place where it stood.
    init(modulus: [UInt8], at path: JSONPath) throws(WireFormatError) {
        do { try self.init(modulus: modulus) } catch { throw WireFormatError(.invalidKey, error.description, at: path) }
    }

    /// The key of the member `n`, with which a member `g`, where there is one, must agree: it is n + 1 in all that is read here.
    init(
        members object: inout JSONObjectReader, integer: (JSONField) throws(WireFormatError) -> [UInt8]
    ) throws(WireFormatError) {
        let field = try object.required("n")
        let modulus = try integer(field)
        if let field = object.optional("g") {
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
        try self.init(modulus: modulus, at: field.path)
    }
}

extension ProvenPublicKey {
    /// Reads the public key and its proof from a key file of any kind, private ones included.
    ///
    /// - Throws: ``WireFormatError``: `missingField` for a file without a proof, as those of python-paillier are; else as
    ///   ``Paillier/PublicKey/init(_:)``.
    /// - Complexity: Eight exponentiations modulo n by n.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        guard let key = try document.publicKey().proven else {
            throw WireFormatError(
                .missingField, "the key file has no proof of the key", at: .member(of: .root, name: "proof"))
        }
        self = key
    }

    /// The text of a client-public-key.json, which `pheutil` reads too.
    public func jsonText() -> [UInt8] { JSONWriter.write(.object(KeyFields.members(self))) }
}

extension JSONDocument {
    /// The public key of a key file, and the same with its proof if it has one.
    fileprivate func publicKey() throws(WireFormatError) -> (key: PublicKey, proven: ProvenPublicKey?) {
        var object = try fields(of: .publicKey, .privateKey, .sealedPrivateKey, .pythonKeys, .pythonPublicKey)
        switch kind {
        case .publicKey: return try KeyFields.publicKey(&object)
        case .privateKey, .sealedPrivateKey:
            var inner = try object.required("pub").object()
            return try KeyFields.publicKey(&inner)
        default: return (try PythonPaillierFields.publicKey(object.optional("public_key") ?? root), nil)
        }
    }
}
