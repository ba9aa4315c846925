// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A file whose JSON has been read and whose kind is known; the first step towards everything that comes in JSON.
public struct JSONDocument: Sendable {
    /// What a file is, told from its content.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// A private key as `blindscore keygen` and `pheutil` write it.
        case privateKey
        /// A private key under a passphrase.
        case sealedPrivateKey
        /// A public key as `blindscore keygen` and `pheutil` write it.
        case publicKey
        /// The key file `custkeys.json` of the original python-paillier client.
        case pythonKeys
        /// The public half of such a file, or what stands in it, alone.
        case pythonPublicKey
        /// Encrypted features: `data.json` of the original python-paillier client.
        case request
        /// Encrypted predictions: `answer.json` of the original python-paillier server.
        case answer
        /// One encrypted number as `pheutil` writes it.
        case encryptedNumber
        /// Encrypted features of the native protocol.
        case nativeRequest
        /// Encrypted predictions of the native protocol.
        case nativeAnswer
        /// A model with its coefficients.
        case model
        /// The public part of a model.
        case contract
        /// A service's signed statement of what it answered.
        case receipt
        /// The key that a service's receipts are verified with.
        case receiptKey
        /// JSON of no kind that this library knows.
        case unknown
    }

    /// What the file is.
    public let kind: Kind

    /// Whether the file holds its JSON inside a JSON string, as the original programs write it.
    public let isEncodedTwice: Bool

    let root: JSONField

    /// Reads a JSON text.
    ///
    /// The bytes are copied to memory that is wiped once the document and all that was read from it are gone; the caller's own
    /// copy stays the caller's to wipe.
    ///
    /// Reading takes at most four bytes of memory for each byte of the text and 200 for each value in it; more than 2,097,152
    /// values, 256 members of an object or 64 levels are refused.
    ///
    /// - Parameters:
    ///   - bytes: The content of a file.
    ///   - byteLimit: The longest text that is read; 64 MiB unless given.
    /// - Throws: ``WireFormatError`` with line and column when the text is not strict RFC 8259 JSON or exceeds the limits; with
    ///   code `truncated` when it is empty, or ends before its JSON does.
    public init(_ bytes: [UInt8], byteLimit: Int = 64 << 20) throws(WireFormatError) {
        guard !bytes.isEmpty else { throw WireFormatError(.truncated, "the file is empty") }
        let limits = JSONLimits(bytes: byteLimit)
        let outer = try JSONReader.read(bytes, limits: limits)
        guard case .string(let text) = outer else {
            (root, kind, isEncodedTwice) = (JSONField(outer), Kind(outer), false)
            return
        }
        let inner: JSONValue
        do { inner = try JSONReader.read(text, limits: limits) } catch { throw error.insideString() }
        let innerKind = Kind(inner)
        // Only programs around python-paillier encode twice; anything else in a string is none of our files.
        (root, isEncodedTwice) = (JSONField(inner), true)
        kind = Kind.encodedTwice.contains(innerKind) ? innerKind : .unknown
    }

    /// The fields, if the file is of one of these kinds.
    ///
    /// - Throws: `unsupportedFormat`, saying what the file is instead.
    package func fields(of kinds: Kind...) throws(WireFormatError) -> JSONObjectReader {
        guard kinds.contains(kind) else {
            let wanted = kinds.map(\.description).joined(separator: " or ")
            throw WireFormatError(.unsupportedFormat, "expected \(wanted), found \(kind)")
        }
        return try root.object()
    }
}

extension JSONDocument.Kind {
    /// What may stand inside a JSON string.
    fileprivate static let encodedTwice: Set = [
        pythonKeys, pythonPublicKey, request, answer, encryptedNumber, privateKey, publicKey,
    ]

    /// Tells what a value is from the names of its members; whether they make sense is for the readers to say.
    init(_ value: JSONValue) {
        guard case .object(let members) = value else {
            self = .unknown
            return
        }
        let names = Set(members.map(\.name))
        let values = members.first { $0.name == "values" }?.value
        self =
            if names.contains("kty") {
                names.isDisjoint(with: ["p", "q", "lambda", "pub"]) ? .publicKey : .privateKey
            } else if names.isSuperset(of: ["sealed", "pub"]) {
                .sealedPrivateKey
            } else if names.isSuperset(of: ["public_key", "private_key"]) {
                .pythonKeys
            } else if let values, !names.isDisjoint(with: ["public_key", "pubkey"]) {
                // The original programs tell them apart by the key's name, others by the values alone.
                names.contains("pubkey") || values.isPair ? .answer : .request
            } else if names.isSuperset(of: ["v", "e"]) {
                .encryptedNumber
            } else if names.contains("header") {
                Self(header: members.first { $0.name == "header" }?.value)
            } else if names.isSuperset(of: ["features", "outputs"]) {
                names.contains("format") ? .contract : .model
            } else if names.isSuperset(of: ["answerSha256", "signature"]) {
                .receipt
            } else if names.contains("ed25519") {
                .receiptKey
            } else if names.contains("public_key") || names.contains("n") {
                .pythonPublicKey
            } else {
                .unknown
            }
    }

    /// Tells requests from answers of the native protocol, whose headers say what they are.
    private init(header: JSONValue?) {
        guard case .object(let members) = header,
            case .string(let text) = members.first(where: { $0.name == "kind" })?.value
        else {
            self = .unknown
            return
        }
        switch WireKind(jsonName: text.string) {
        case .request: self = .nativeRequest
        case .answer: self = .nativeAnswer
        default: self = .unknown
        }
    }
}

extension JSONDocument.Kind: CustomStringConvertible {
    /// The kind in words, for messages.
    public var description: String {
        switch self {
        case .privateKey: "a private key"
        case .sealedPrivateKey: "a private key under a passphrase"
        case .publicKey: "a public key"
        case .pythonKeys: "a python-paillier key file (custkeys.json)"
        case .pythonPublicKey: "a python-paillier public key"
        case .request: "a python-paillier request"
        case .answer: "a python-paillier answer"
        case .encryptedNumber: "an encrypted number"
        case .nativeRequest: "a request"
        case .nativeAnswer: "an answer"
        case .model: "a model"
        case .contract: "a contract"
        case .receipt: "a receipt"
        case .receiptKey: "a receipt key"
        case .unknown: "JSON of an unknown kind"
        }
    }
}

extension WireFormatError {
    /// The same fault of a text that is itself the content of a JSON string.
    fileprivate func insideString() -> WireFormatError {
        guard let line, let column else { return self }
        return WireFormatError(code, "in the JSON inside the string, \(reason)", line: line, column: column)
    }
}
