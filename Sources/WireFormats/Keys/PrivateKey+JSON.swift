// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import SecretMemory

// What becomes of the secret while a key file is read or written: the text of the file and every string in it lie in memory
// that is wiped when it is released, and arrays that this module makes or takes from a `PrivateKeyMaterial` are overwritten as
// soon as they have been used. Not reached are the caller's own copy of a file's bytes, and copies that the operating system
// makes when it pages or caches memory.

extension PrivateKey {
    /// Reads a private key: a client-key.json, a private key of `pheutil` or javallier, or a custkeys.json.
    ///
    /// Where a file has `lambda` in place of p and q, the primes are computed from it. The public part must have the same modulus;
    /// its proof is not looked at, since whoever has the primes can make one.
    ///
    /// - Throws: ``WireFormatError``: `passphraseRequired` for a key under a passphrase, which `KeyFiles` opens, `unsupportedFormat` for another file,
    ///   `invalidKey` when the numbers make no usable key or contradict each other, else the fault and path of a field. No error
    ///   says anything about the numbers themselves.
    /// - Complexity: That of making a key from its numbers: less than one decryption.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        guard document.kind != .sealedPrivateKey else {
            throw WireFormatError(.passphraseRequired, "the key is under a passphrase")
        }
        var object = try document.fields(of: .privateKey, .pythonKeys)
        let publicPart = try PublicKeyPart(document)
        if document.kind == .privateKey {
            try KeyFields.check(&object, format: KeyFields.privateFormat, operation: "decrypt")
            self = try PrivateKey(members: &object, of: publicPart, integer: KeyFields.integer)
        } else {
            var members = try object.required("private_key").object()
            self = try PrivateKey(members: &members, of: publicPart, integer: PythonPaillierFields.integer)
        }
        try publicPart.mustBelong(to: self)
    }

    private init(
        members object: inout JSONObjectReader, of publicPart: PublicKeyPart,
        integer: (JSONField, Int) throws(WireFormatError) -> [UInt8]
    ) throws(WireFormatError) {
        if !object.contains("p"), let field = object.optional("lambda") {
            let modulus = try publicPart.key().modulusBytes
            // A multiple of λ(n) may be longer than n. `mu`, its inverse, follows from it and is not read.
            var lambda = try integer(field, 2)
            defer { wipe(&lambda) }
            do { try self.init(modulus: modulus, lambda: lambda) } catch {
                throw field.fault(.invalidKey, error.description)
            }
            return
        }
        // In the order p, q and, if one of the others is there, all of them.
        let others = ["f_p", "f_q", "g_p", "g_q"]
        var numbers: [[UInt8]] = []
        defer { for place in numbers.indices { wipe(&numbers[place]) } }
        for name in ["p", "q"] + (others.contains(where: object.contains) ? others : []) {
            numbers.append(try integer(object.required(name), 1))
        }
        let structure =
            numbers.count == 2
            ? nil
            : PrivateKeyMaterial.Structure(
                pFactor: numbers[2], qFactor: numbers[3], pGenerator: numbers[4], qGenerator: numbers[5])
        do {
            try self.init(PrivateKeyMaterial(p: numbers[0], q: numbers[1], structure: structure))
        } catch {
            throw WireFormatError(.invalidKey, error.description)
        }
    }

    /// Lends the text of a client-key.json, the secret unprotected in it, and overwrites it afterwards.
    ///
    /// A copy that `body` keeps is not overwritten. The public part has the key's proof.
    ///
    /// - Complexity: Eighteen exponentiations modulo the primes, for the proof.
    public func withUnencryptedJSONText<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let material = exportUnencrypted()
        var numbers = [material.pBytes(), material.qBytes()]
        defer { for place in numbers.indices { wipe(&numbers[place]) } }
        if let structure = material.structure {
            numbers.append(structure.pFactorBytes())
            numbers.append(structure.qFactorBytes())
            numbers.append(structure.pGeneratorBytes())
            numbers.append(structure.qGeneratorBytes())
        }
        var members = KeyFields.privateHeader()
        for (name, number) in zip(["p", "q", "f_p", "f_q", "g_p", "g_q"], numbers) {
            members.append(JSONMember(name, KeyFields.json(number)))
        }
        members.append(JSONMember("pub", .object(KeyFields.members(ProvenPublicKey(self)))))
        return try Self.lend(.object(members), layout: .pretty, to: body)
    }

    /// Lends the text of a custkeys.json, the secret unprotected in it, and overwrites it afterwards.
    ///
    /// A copy that `body` keeps is not overwritten.
    public func withUnencryptedPythonKeysText<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let material = exportUnencrypted()
        var (p, q) = (material.pBytes(), material.qBytes())
        defer {
            wipe(&p)
            wipe(&q)
        }
        let primes = JSONValue.object([
            JSONMember("p", .number(PythonPaillierFields.decimal(p))),
            JSONMember("q", .number(PythonPaillierFields.decimal(q))),
        ])
        let keys = JSONValue.object([
            JSONMember("public_key", PythonPaillierFields.json(publicKey)), JSONMember("private_key", primes),
        ])
        return try Self.lend(keys, layout: .line, to: body)
    }

    private static func lend<Result, Failure: Error>(
        _ value: JSONValue, layout: JSONWriter.Layout, to body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var text = JSONWriter.write(value, layout: layout)
        defer { wipe(&text) }
        return try body(text)
    }
}
