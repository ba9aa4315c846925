// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Encrypted predictions in python-paillier's terms: the original server's `answer.json`.
///
/// `{"pubkey": {"n": <integer>}, "values": ["<ciphertext, decimal>", <exponent>]}`, all of it inside a JSON string; with several
/// outputs `values` is a list of such pairs. Other programs call the key's member `public_key`.
public struct PythonPaillierAnswer: Sendable {
    /// The client's key.
    public let publicKey: PublicKey
    /// The linear predictors in the order of the contract's outputs.
    public let values: [PythonPaillierEncryptedNumber]

    /// An answer of these values, all encrypted under `publicKey`.
    public init(publicKey: PublicKey, values: [PythonPaillierEncryptedNumber]) {
        (self.publicKey, self.values) = (publicKey, values)
    }

    /// Reads an answer.json, encoded once or twice.
    ///
    /// Several predictions with the key under `public_key` look like a request, which is what their document says it is: they
    /// are read as well, the caller knowing what was expected.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidKey` for an unusable modulus,
    ///   `invalidCiphertext`, else the fault and path of a field; exponents outside `PythonPaillierEncodedNumber.exponents` are out of range.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .answer, .request)
        let key = try object.required(object.contains("pubkey") ? "pubkey" : "public_key")
        let values = try object.required("values")
        let elements = try values.array(counts: Contract.outputCounts)
        let fields = values.value.isPair ? [values] : elements
        // What is cheap to see is looked at before the key, which takes an exponentiation.
        let pairs = try PythonPaillierFields.pairs(fields)
        publicKey = try PythonPaillierFields.publicKey(key)
        self.values = try PythonPaillierFields.numbers(pairs, under: publicKey)
    }

    /// The text of an answer.json, encoded twice.
    public func jsonText() -> [UInt8] {
        let pairs = values.map(PythonPaillierFields.json)
        return PythonPaillierFields.encodedTwice(
            .object([
                JSONMember("pubkey", PythonPaillierFields.json(publicKey)),
                JSONMember("values", pairs.count == 1 ? pairs[0] : .array(pairs)),
            ]))
    }
}

extension JSONValue {
    /// Whether this is one pair of a ciphertext and an exponent, as the `values` of an answer with one output is: a list of pairs
    /// begins with a list.
    var isPair: Bool {
        guard case .array(let elements) = self, let first = elements.first else { return false }
        return first.isScalar
    }
}
