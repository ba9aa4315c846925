// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Paillier

/// The key that receipts of a service are verified with; public.
public struct ReceiptKey: Hashable, Sendable {
    /// Bytes of a key.
    public static let byteCount = 32

    /// The 32 bytes of an Ed25519 key (RFC 8032, section 5.1.5).
    public let bytes: [UInt8]

    /// A key received from somewhere; nil for any other number of bytes than 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Whether a signature is of this key and these bytes.
    func isSignature(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: self.bytes) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}

/// Signs a service's receipts; secret.
public struct ReceiptSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A signer of its own.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// The signer of a stored seed; nil for any other number of bytes than 32.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.key = key
    }

    /// The 32 bytes that make the signer again: to be kept secret.
    public func exportSeed() -> [UInt8] { Array(key.rawRepresentation) }

    /// What verifies its signatures.
    public var receiptKey: ReceiptKey {
        guard let key = ReceiptKey(bytes: Array(key.publicKey.rawRepresentation)) else {
            preconditionFailure("a key of Ed25519 has 32 bytes")
        }
        return key
    }

    /// The receipt of a statement.
    ///
    /// - Throws: What the signature's implementation throws, which needs randomness of the system.
    public func sign(_ statement: Receipt.Statement) throws -> Receipt {
        Receipt(statement: statement, signature: Array(try key.signature(for: statement.signedBytes)))
    }
}

extension ReceiptSigner: Redacted {}
@available(*, unavailable) extension ReceiptSigner: Equatable {}
