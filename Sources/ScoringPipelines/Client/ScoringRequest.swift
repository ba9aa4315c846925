// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import WireFormats

/// A request in memory.
public struct ScoringRequest: Hashable, Sendable {
    /// What the server gets: the encrypted rows, the public key and its proof, in the binary encoding.
    public let bytes: [UInt8]
    /// What the client keeps until the answer comes.
    public let receipt: RequestReceipt

    package init(bytes: [UInt8], receipt: RequestReceipt) {
        self.bytes = bytes
        self.receipt = receipt
    }
}

/// What a client keeps of a request, to recognise its answer: nothing secret.
public struct RequestReceipt: Hashable, Sendable {
    /// What the request's groups are bound to; the answer repeats its ids.
    public let header: StreamHeader
    /// Rows of the request, and so of its answer.
    public let rowCount: UInt64

    /// A receipt of its parts, as an app stored them.
    public init(header: StreamHeader, rowCount: UInt64) {
        self.header = header
        self.rowCount = rowCount
    }
}

extension RequestReceipt: Codable {
    private enum Field: String, CodingKey {
        case header, rowCount
    }

    /// Reads a receipt that was stored.
    ///
    /// - Throws: What the decoder throws; `DecodingError.dataCorrupted` for what is no receipt of a request with rows.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        header = try fields.decode(StreamHeader.self, forKey: .header)
        rowCount = try fields.decode(UInt64.self, forKey: .rowCount)
        guard header.kind == .request, rowCount > 0 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no request with rows"))
        }
    }

    /// Stores the receipt.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(header, forKey: .header)
        try fields.encode(rowCount, forKey: .rowCount)
    }
}
