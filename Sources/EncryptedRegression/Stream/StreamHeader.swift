// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing
public import Paillier

/// What stands before the groups of a request or an answer, and what binds them to it.
///
/// Both sides compute the binding from what they know; a message of another request, contract, key, layout or direction does not match.
/// This detects mix-ups. Against tampering stand the transport's encryption and the account.
public struct StreamHeader: Hashable, Sendable {
    /// The direction.
    public enum Kind: UInt8, Hashable, Sendable {
        /// From the client to the server.
        case request = 1
        /// From the server to the client.
        case answer = 2
    }

    /// How the ciphertexts of a group are written.
    public enum Layout: Hashable, Sendable {
        /// Rows packed in slots, each ciphertext in full.
        case packedRows
        /// Rows packed in slots, each ciphertext as `⌊c / n⌋`; the rest follows from this seed of 32 bytes. Requests only.
        case compactRows(seed: [UInt8])
    }

    /// The version of the format.
    public static let formatVersion: UInt32 = 1

    /// The direction.
    public let kind: Kind
    /// The contract's id.
    public let contractID: ContractID
    /// The key's id.
    public let keyID: KeyID
    /// The request's id; an answer repeats that of its request.
    public let requestID: RequestID
    /// How ciphertexts are written.
    public let layout: Layout
    /// The hash that binds groups to the header; made once, with the header.
    ///
    /// SHA-256 of `"blindscore stream v1"`, the version in four bytes, the kind in one, the three ids, and one byte for the layout:
    /// 1, or 2 followed by the seed. Texts and ids carry their length in four bytes.
    public let binding: [UInt8]

    /// A header of its parts.
    public init(kind: Kind, contractID: ContractID, keyID: KeyID, requestID: RequestID, layout: Layout) {
        self.kind = kind
        self.contractID = contractID
        self.keyID = keyID
        self.requestID = requestID
        self.layout = layout
        var canonical = CanonicalBytes()
        canonical.append("blindscore stream v1")
        canonical.append(Self.formatVersion)
        canonical.append(kind.rawValue)
        canonical.append(contractID.bytes)
        canonical.append(keyID.bytes)
        canonical.append(requestID.bytes)
        switch layout {
        case .packedRows:
            canonical.append(UInt8(1))
        case .compactRows(let seed):
            canonical.append(UInt8(2))
            canonical.append(seed)
        }
        binding = SHA256.hash(canonical.bytes)
    }

    /// The first bytes of the binding, which every group carries.
    public var groupBinding: [UInt8] { Array(binding.prefix(Self.groupBindingByteCount)) }

    /// Bytes of a group's binding: enough to tell mix-ups, and few beside a ciphertext.
    public static let groupBindingByteCount = 8
}
