// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation
import SecretMemory
import WireFormats

/// How a private key is sealed under a passphrase, as the header of its file says in clear.
///
/// The passphrase becomes a key by scrypt (RFC 7914), which costs whoever guesses as much memory and time as the owner; the key
/// seals with AES-256 in Galois/Counter Mode (NIST SP 800-38D), which also authenticates the header and the modulus.
struct KeySeal: Sendable {
    /// What scrypt costs.
    struct Cost: Hashable, Sendable {
        /// N, a power of two.
        let rounds: Int
        /// r.
        let blockSize: Int
        /// p.
        let parallelism: Int

        /// 128 MiB and about 0.3 s.
        static let standard = Cost(rounds: 1 << 17, blockSize: 8, parallelism: 1)
    }

    /// A file from elsewhere may cost four times the memory of ``Cost/standard`` and eight times the work, and no more.
    private static let mostMemory = 512 << 20
    private static let mostWork = 1 << 23
    static let saltLength = 16
    static let nonceLength = 12
    /// The authentication tag stands behind the ciphertext.
    private static let tagLength = 16

    private let cost: Cost
    private let salt, nonce: [UInt8]

    /// A seal of its own salt and nonce.
    static func fresh(_ cost: Cost = .standard) -> KeySeal {
        var generator = SystemRandomNumberGenerator()
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: .min ... .max, using: &generator) } }
        return KeySeal(cost, salt: bytes(saltLength), nonce: bytes(nonceLength))
    }

    init(_ cost: Cost, salt: [UInt8], nonce: [UInt8]) {
        (self.cost, self.salt, self.nonce) = (cost, salt, nonce)
    }

    /// Seals a text.
    ///
    /// - Parameters:
    ///   - text: What nobody without the passphrase may read.
    ///   - passphrase: The passphrase.
    ///   - modulus: The key's modulus, which stands beside the sealed text in clear.
    /// - Returns: The sealed text.
    /// - Throws: `WireFormatError`: `notEnoughMemory`.
    func seal(_ text: [UInt8], _ passphrase: Passphrase, modulus: [UInt8]) throws(WireFormatError) -> [UInt8] {
        let key = try key(passphrase)
        do {
            let box = try AES.GCM.seal(
                text, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: authenticated(modulus))
            return Array(box.ciphertext + box.tag)
        } catch {
            throw WireFormatError(.invalidKey, "the key cannot be sealed")
        }
    }

    /// Lends what was sealed and overwrites it afterwards.
    ///
    /// - Throws: `WireFormatError`: `wrongPassphrase` when the passphrase is another one or anything was changed, of which
    ///   nobody can tell which; `notEnoughMemory`; and what `body` throws.
    func open<Result>(
        _ sealed: [UInt8], _ passphrase: Passphrase, modulus: [UInt8],
        _ body: ([UInt8]) throws(WireFormatError) -> Result
    ) throws(WireFormatError) -> Result {
        let key = try key(passphrase)
        var text: [UInt8]
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce), ciphertext: sealed.dropLast(Self.tagLength),
                tag: sealed.suffix(Self.tagLength))
            var data = try AES.GCM.open(box, using: key, authenticating: authenticated(modulus))
            text = Array(data)
            data.resetBytes(in: data.startIndex..<data.endIndex)
        } catch {
            throw WireFormatError(.wrongPassphrase, "wrong passphrase, or the file was changed")
        }
        defer { wipe(&text) }
        return try body(text)
    }

    private func key(_ passphrase: Passphrase) throws(WireFormatError) -> SymmetricKey {
        try passphrase.withBytes { (bytes) throws(WireFormatError) in
            do {
                return try KDF.Scrypt.deriveKey(
                    from: bytes, salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.blockSize,
                    parallelism: cost.parallelism)
            } catch {
                throw WireFormatError(.notEnoughMemory, "there is not enough memory to use the passphrase")
            }
        }
    }

    /// The header and the modulus, in one reading.
    private func authenticated(_ modulus: [UInt8]) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        return Array("blindscore sealed key v1".utf8) + word(cost.rounds) + word(cost.blockSize)
            + word(cost.parallelism) + salt + nonce + word(modulus.count) + modulus
    }
}

extension KeySeal {
    private static let derivation = "scrypt"
    private static let cipher = "AES-256-GCM"

    /// Reads a header.
    init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        try object.required("kdf").expect(Self.derivation)
        let roundsField = try object.required("N")
        let cost = Cost(
            rounds: try roundsField.integer(in: 2...Self.mostMemory),
            blockSize: try object.required("r").integer(in: 1...16),
            parallelism: try object.required("p").integer(in: 1...16))
        guard cost.rounds.nonzeroBitCount == 1 else { throw roundsField.fault(.outOfRange, "expected a power of two") }
        // RFC 7914, section 2.
        guard cost.rounds.trailingZeroBitCount < 16 * cost.blockSize else {
            throw roundsField.fault(.outOfRange, "scrypt is not defined for such a large N with such a small r")
        }
        guard 128 * cost.rounds * cost.blockSize <= Self.mostMemory,
            cost.rounds * cost.blockSize * cost.parallelism <= Self.mostWork
        else {
            throw field.fault(.limitExceeded, "opening the key takes more memory or work than this program gives it")
        }
        let salt = try object.required("salt").bytesInBase64URL(count: Self.saltLength)
        try object.required("cipher").expect(Self.cipher)
        let nonce = try object.required("nonce").bytesInBase64URL(count: Self.nonceLength)
        try object.finish()
        self.init(cost, salt: salt, nonce: nonce)
    }

    /// The header.
    var json: JSONValue {
        .object([
            JSONMember("kdf", .string(Self.derivation)), JSONMember("N", .number(cost.rounds)),
            JSONMember("r", .number(cost.blockSize)), JSONMember("p", .number(cost.parallelism)),
            JSONMember("salt", .string(JSONText(copying: Base64URL.encode(salt)))),
            JSONMember("cipher", .string(Self.cipher)),
            JSONMember("nonce", .string(JSONText(copying: Base64URL.encode(nonce)))),
        ])
    }
}

extension JSONField {
    /// A string that holds exactly `count` bytes in unpadded base64url.
    fileprivate func bytesInBase64URL(count: Int) throws(WireFormatError) -> [UInt8] {
        guard let bytes = Base64URL.decode(try text()), bytes.count == count else {
            throw fault(.wrongType, "expected \(count) bytes in unpadded base64url")
        }
        return bytes
    }
}
