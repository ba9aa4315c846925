// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
public import WireFormats

/// A private key file under a passphrase.
///
/// `{format, seal: {kdf, N, r, p, salt, cipher, nonce}, sealed, pub}`: `sealed` is the text of an ordinary client-key.json,
/// encrypted and authenticated together with the header `seal` and the modulus in `pub`.
public struct SealedPrivateKey: Sendable {
    static let formatName = "blindscore.sealed-client-key.v1"
    /// Beyond the text of any key of 4096 bits.
    private static let sealedLengths = 16...16_384

    /// The public key, which is not secret; whether it is the sealed key's shows when that is opened.
    public let publicKey: PublicKey
    private let seal: KeySeal
    private let sealed: [UInt8]

    /// Reads a key file without opening it.
    ///
    /// - Throws: `WireFormatError`: `unsupportedFormat` for another file, `limitExceeded` for one whose passphrase takes more than
    ///   512 MiB, else the fault and path of a field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .sealedPrivateKey)
        try object.required("format").expect(Self.formatName)
        seal = try KeySeal(object.required("seal"))
        let field = try object.required("sealed")
        let text = try field.text()
        guard text.count < 2 * Self.sealedLengths.upperBound, let sealed = Base64URL.decode(text),
            Self.sealedLengths.contains(sealed.count)
        else { throw field.fault(.wrongType, "expected a sealed key in unpadded base64url") }
        self.sealed = sealed
        _ = object.optional("pub")
        try object.finish()
        publicKey = try PublicKey(document)
    }

    /// The private key.
    ///
    /// - Throws: `WireFormatError`: `wrongPassphrase` when it does not open the file, or when the file was changed;
    ///   `notEnoughMemory`; `invalidKey` when what it opens is no usable key.
    /// - Complexity: 128 MiB and about 0.3 s, deliberately, and the checks of `PrivateKey.init(_:)` of `Paillier`.
    public func open(_ passphrase: Passphrase) throws(WireFormatError) -> PrivateKey {
        let key = try seal.open(sealed, passphrase, modulus: publicKey.modulusBytes) { (text) throws(WireFormatError) in
            do throws(WireFormatError) {
                return try PrivateKey(JSONDocument(text))
            } catch {
                throw WireFormatError(.invalidKey, "what the passphrase opens is no usable key: \(error.reason)")
            }
        }
        guard key.publicKey == publicKey else {
            throw WireFormatError(.invalidKey, "the public and the private part belong to different keys")
        }
        return key
    }
}

extension PrivateKey {
    /// The text of a key file that takes a passphrase to read.
    ///
    /// - Throws: `WireFormatError`: `notEnoughMemory`.
    /// - Complexity: 128 MiB and about 0.3 s, deliberately.
    public func jsonText(sealedWith passphrase: Passphrase) throws(WireFormatError) -> [UInt8] {
        try jsonText(sealedWith: passphrase, .fresh())
    }

    /// The same with a chosen cost, for tests: what costs little is guessed soon.
    package func jsonText(
        sealedWith passphrase: Passphrase, rounds: Int, blockSize: Int, parallelism: Int
    ) throws(WireFormatError) -> [UInt8] {
        try jsonText(
            sealedWith: passphrase,
            .fresh(KeySeal.Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)))
    }

    private func jsonText(sealedWith passphrase: Passphrase, _ seal: KeySeal) throws(WireFormatError) -> [UInt8] {
        let sealed = try withUnencryptedJSONText { (text) throws(WireFormatError) in
            try seal.seal(text, passphrase, modulus: publicKey.modulusBytes)
        }
        let members = [
            JSONMember("format", .string(SealedPrivateKey.formatName)), JSONMember("seal", seal.json),
            JSONMember("sealed", .string(JSONText(copying: Base64URL.encode(sealed)))),
            JSONMember("pub", ProvenPublicKey(self).json),
        ]
        return JSONWriter.write(.object(members))
    }
}

extension WireFormatError.Code {
    /// The passphrase does not open the key file, or the file was changed.
    public static let wrongPassphrase = Self(name: "wrongPassphrase")
    /// There is not the memory that using a passphrase takes.
    public static let notEnoughMemory = Self(name: "notEnoughMemory")
    /// The text cannot be a passphrase.
    public static let invalidPassphrase = Self(name: "invalidPassphrase")
}
