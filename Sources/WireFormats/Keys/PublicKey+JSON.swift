// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

extension PublicKey {
    /// Reads the public key from a key file of any kind, private ones included.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidKey` for an unusable modulus, else the fault
    ///   and path of a field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .publicKey, .privateKey, .pythonKeys)
        switch document.kind {
        case .publicKey: self = try KeyFields.publicKey(&object)
        case .privateKey:
            var inner = try object.required("pub").object()
            self = try KeyFields.publicKey(&inner)
        default: self = try PythonPaillierFields.publicKey(object.required("public_key"))
        }
    }

    /// The text of a client-public-key.json, which `pheutil` reads too.
    public func jsonText() -> [UInt8] { JSONWriter.write(.object(KeyFields.members(self))) }

    /// A key of this modulus, or the fault with the place where it stood.
    init(modulus: [UInt8], at path: JSONPath) throws(WireFormatError) {
        do { try self.init(modulus: modulus) } catch { throw WireFormatError(.invalidKey, error.description, at: path) }
    }
}
