// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why one side refused what the other sent, on its way there: `Error` of Protos/blindscore/v1/error.proto.
public struct RefusalMessage: Hashable, Sendable {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        let wire: WireErrorCode

        /// The stable name of the reason, as in the canonical JSON: `ERROR_CODE_LIMIT_EXCEEDED`.
        public var name: String { wire.jsonName ?? "ERROR_CODE_UNSPECIFIED" }

        /// Not a message of this protocol, or damaged.
        public static let malformed = Code(wire: .malformed)
        /// A version of the format that the reader does not know.
        public static let unsupportedVersion = Code(wire: .unsupportedVersion)
        /// Larger or longer than the reader accepts.
        public static let limitExceeded = Code(wire: .limitExceeded)
        /// The request or answer ends before its end.
        public static let truncated = Code(wire: .truncated)
        /// Made for another contract.
        public static let contractMismatch = Code(wire: .contractMismatch)
        /// Made with another key.
        public static let keyMismatch = Code(wire: .keyMismatch)
        /// The key is unusable or its proof does not verify.
        public static let invalidKey = Code(wire: .invalidKey)
        /// A ciphertext is not valid under the key.
        public static let invalidCiphertext = Code(wire: .invalidCiphertext)
        /// Groups, rows or ciphertexts are missing, out of order or miscounted, or do not belong to their header.
        public static let inconsistent = Code(wire: .inconsistent)
        /// The server answers registered keys alone, and the request's is none of them.
        public static let keyNotRegistered = Code(wire: .keyNotRegistered)
    }

    /// The reason.
    public let code: Code
    /// One sentence for people.
    public let message: String
    /// The place in the request, where that is known.
    public let path: String?

    /// The message of a refusal.
    public init(_ error: WireFormatError) {
        code =
            switch error.code {
            case .unsupportedVersion: .unsupportedVersion
            case .limitExceeded: .limitExceeded
            case .truncated: .truncated
            case .contractMismatch: .contractMismatch
            case .keyMismatch: .keyMismatch
            case .keyNotRegistered: .keyNotRegistered
            case .invalidKey, .invalidProof: .invalidKey
            case .invalidCiphertext: .invalidCiphertext
            case .bindingMismatch, .outOfOrder, .countMismatch: .inconsistent
            default: .malformed
            }
        message = error.line == nil ? error.reason : error.description
        path = error.path
    }

    /// Reads the canonical JSON of a message.
    ///
    /// - Throws: ``WireFormatError`` with the fault of the text or of a field.
    public init(jsonText: [UInt8]) throws(WireFormatError) {
        var object = try JSONField(JSONReader.read(jsonText, limits: JSONLimits(bytes: 1 << 16))).object()
        code = Code(wire: try WireErrorCode(object.required("code")))
        message = try object.required("message").string().printable
        path = try object.optional("path")?.string().printable
        try object.finish()
    }

    /// The canonical JSON of the message.
    public func jsonText() -> [UInt8] {
        var message = WireError()
        message.code = code.wire
        message.message = self.message
        if let path { message.path = path }
        return message.jsonText
    }
}

extension WireErrorCode: NamedInJSON {
    var jsonName: String? {
        switch self {
        case .malformed: "ERROR_CODE_MALFORMED"
        case .unsupportedVersion: "ERROR_CODE_UNSUPPORTED_VERSION"
        case .limitExceeded: "ERROR_CODE_LIMIT_EXCEEDED"
        case .truncated: "ERROR_CODE_TRUNCATED"
        case .contractMismatch: "ERROR_CODE_CONTRACT_MISMATCH"
        case .keyMismatch: "ERROR_CODE_KEY_MISMATCH"
        case .invalidKey: "ERROR_CODE_INVALID_KEY"
        case .invalidCiphertext: "ERROR_CODE_INVALID_CIPHERTEXT"
        case .inconsistent: "ERROR_CODE_INCONSISTENT"
        case .keyNotRegistered: "ERROR_CODE_KEY_NOT_REGISTERED"
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}
