// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

extension PythonPaillierEncryptedNumber {
    /// Reads an encrypted number as `pheutil` writes it: `{"v": "<ciphertext, decimal>", "e": <exponent>}`.
    ///
    /// The file does not say under which key: a ciphertext of another key passes if it happens to be in range.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `invalidCiphertext`, else the fault and path of a
    ///   field; exponents outside `PythonPaillierEncodedNumber.exponents` are out of range.
    public init(_ document: JSONDocument, under key: PublicKey) throws(WireFormatError) {
        var object = try document.fields(of: .encryptedNumber)
        let ciphertext = try object.required("v")
        let exponent = try object.required("e")
        self = try PythonPaillierFields.number(ciphertext: ciphertext, exponent: exponent, under: key)
    }

    /// The text that `pheutil` reads: one line with a line feed.
    public func jsonText() -> [UInt8] {
        let value = JSONValue.object([
            JSONMember("v", .string(PythonPaillierFields.decimal(ciphertext.bigEndianBytes()))),
            JSONMember("e", .number(exponent)),
        ])
        return JSONWriter.write(value, layout: .line) + [UInt8(ascii: "\n")]
    }
}
