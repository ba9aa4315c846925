// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Encrypted features in python-paillier's terms: the original client's `data.json`.
///
/// `{"public_key": {"n": <integer>}, "values": [["<ciphertext, decimal>", <exponent>], …]}`, all of it inside a JSON string.
/// It has no room for what the native protocol checks, so nothing bounds what an answer to it reveals of the model.
public struct PythonPaillierRequest: Sendable {
    /// The client's key.
    public let publicKey: PublicKey
    /// One number for each column of the contract, in its order.
    public let values: [PythonPaillierEncryptedNumber]

    /// A request of these values, all encrypted under `publicKey`.
    public init(publicKey: PublicKey, values: [PythonPaillierEncryptedNumber]) {
        (self.publicKey, self.values) = (publicKey, values)
    }

    /// Reads a data.json, encoded once or twice.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidKey` for an unusable modulus,
    ///   `invalidCiphertext`, else the fault and path of a field; exponents outside `PythonPaillierEncodedNumber.exponents` are out of range.
    /// - Complexity: One check for small factors and primality of the modulus, one gcd for all ciphertexts.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .request)
        let key = try object.required("public_key")
        let fields = try object.required("values").array(counts: Contract.featureCounts)
        // What is cheap to see is looked at before the key, which takes an exponentiation.
        let pairs = try PythonPaillierFields.pairs(fields)
        publicKey = try PythonPaillierFields.publicKey(key)
        values = try PythonPaillierFields.numbers(pairs, under: publicKey)
    }

    /// The text of a data.json, encoded twice.
    public func jsonText() -> [UInt8] {
        PythonPaillierFields.encodedTwice(
            .object([
                JSONMember("public_key", PythonPaillierFields.json(publicKey)),
                JSONMember("values", .array(values.map(PythonPaillierFields.json))),
            ]))
    }
}
