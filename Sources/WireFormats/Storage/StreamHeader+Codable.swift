// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Foundation
public import Paillier

extension ContractID: Codable {
    /// Reads an id that was stored.
    public init(from decoder: any Decoder) throws {
        self = try storedID(decoder, ContractID.init(bytes:))
    }

    /// Stores the bytes, in JSON as base64.
    public func encode(to encoder: any Encoder) throws { try storeID(bytes, encoder) }
}

extension RequestID: Codable {
    /// Reads an id that was stored.
    public init(from decoder: any Decoder) throws {
        self = try storedID(decoder, RequestID.init(bytes:))
    }

    /// Stores the bytes, in JSON as base64.
    public func encode(to encoder: any Encoder) throws { try storeID(bytes, encoder) }
}

extension KeyID: Codable {
    /// Reads an id that was stored.
    public init(from decoder: any Decoder) throws {
        self = try storedID(decoder, KeyID.init(bytes:))
    }

    /// Stores the bytes, in JSON as base64.
    public func encode(to encoder: any Encoder) throws { try storeID(bytes, encoder) }
}

extension StreamHeader: Codable {
    private enum Field: String, CodingKey {
        case kind, contractID, keyID, requestID, seed
    }

    /// Reads a header that was stored.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        guard let kind = Kind(rawValue: try fields.decode(UInt8.self, forKey: .kind)) else {
            throw DecodingError.dataCorrupted(at: decoder, "a header is that of a request or of an answer")
        }
        let seed = try fields.decodeIfPresent(Data.self, forKey: .seed)
        guard seed.map({ $0.count == WireStreamHeader.hashByteCount }) ?? true else {
            throw DecodingError.dataCorrupted(at: decoder, "a seed has \(WireStreamHeader.hashByteCount) bytes")
        }
        self.init(
            kind: kind, contractID: try fields.decode(ContractID.self, forKey: .contractID),
            keyID: try fields.decode(KeyID.self, forKey: .keyID),
            requestID: try fields.decode(RequestID.self, forKey: .requestID),
            layout: seed.map { .compactRows(seed: [UInt8]($0)) } ?? .packedRows)
    }

    /// Stores the header.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(kind.rawValue, forKey: .kind)
        try fields.encode(contractID, forKey: .contractID)
        try fields.encode(keyID, forKey: .keyID)
        try fields.encode(requestID, forKey: .requestID)
        if case .compactRows(let seed) = layout { try fields.encode(Data(seed), forKey: .seed) }
    }
}

/// An id of its bytes.
private func storedID<ID, Failure: Error & CustomStringConvertible>(
    _ decoder: any Decoder, _ make: ([UInt8]) throws(Failure) -> ID
) throws -> ID {
    let bytes = [UInt8](try decoder.singleValueContainer().decode(Data.self))
    return try checked(decoder) { () throws(Failure) in try make(bytes) }
}

/// Stores the bytes of an id.
private func storeID(_ bytes: [UInt8], _ encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(Data(bytes))
}
