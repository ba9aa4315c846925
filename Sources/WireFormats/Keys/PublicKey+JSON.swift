// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

extension PublicKey {
    /// Reads the public key from a key file of any kind, private ones included; a proof beside it is not looked at.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidKey` for an unusable modulus, else the fault and
    ///   path of a field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        self = try PublicKeyPart(document).key()
    }

    /// The text of a client-public-key.json without a proof, as `pheutil` makes it.
    public func jsonText() -> [UInt8] { JSONWriter.write(.object(KeyFields.members(self))) }

    /// A key of this modulus, or the fault with the place where it stood.
    init(modulus: [UInt8], at path: JSONPath) throws(WireFormatError) {
        do { try self.init(modulus: modulus) } catch { throw WireFormatError(.invalidKey, error.description, at: path) }
    }
}

extension ProvenPublicKey {
    /// Reads the public key and its proof from a key file of any kind, private ones included.
    ///
    /// - Throws: ``WireFormatError``: `missingField` for a file without a proof, as those of python-paillier are, `invalidProof` for
    ///   one that does not verify; else as ``Paillier/PublicKey/init(_:)``.
    /// - Complexity: Eight exponentiations modulo n by n.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        let part = try PublicKeyPart(document)
        guard let field = part.proof else {
            throw WireFormatError(
                .missingField, "the key file has no proof of the key", at: .member(of: .root, name: "proof"))
        }
        let key = try part.key()
        let proof = try KeyFields.proof(field)
        do { try self.init(key, proof) } catch { throw field.fault(.invalidProof, error.description) }
    }

    /// The text of a client-public-key.json, which `pheutil` reads too.
    public func jsonText() -> [UInt8] { JSONWriter.write(.object(KeyFields.members(self))) }
}
