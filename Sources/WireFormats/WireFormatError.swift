// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a file could not be read.
///
/// The description names a line and column, or the path of a field such as `features[3].minimum`. It never quotes key material, a
/// ciphertext or a coefficient. What breaks the rules of a contract or model is told in their words, which name features, levels
/// and outputs, and to the owner of a model the range that it needs.
public struct WireFormatError: Error, Hashable, Sendable {
    /// What kind of fault it is; new codes may be added.
    public struct Code: Hashable, Sendable {
        /// A short, stable name.
        public let name: String

        package init(name: String) { self.name = name }

        /// The text is not JSON as RFC 8259 defines it, or not UTF-8.
        public static let malformedJSON = Code(name: "malformedJSON")
        /// The input is larger, deeper or longer than the reader accepts.
        public static let limitExceeded = Code(name: "limitExceeded")
        /// An object names one member twice.
        public static let duplicateField = Code(name: "duplicateField")
        /// A member that the format requires is absent.
        public static let missingField = Code(name: "missingField")
        /// A member that the format does not know.
        public static let unknownField = Code(name: "unknownField")
        /// A value has another type than the format requires.
        public static let wrongType = Code(name: "wrongType")
        /// A value of the right type lies outside what the format allows.
        public static let outOfRange = Code(name: "outOfRange")
        /// The file is of another kind, or of a version this program does not know.
        public static let unsupportedFormat = Code(name: "unsupportedFormat")
        /// The numbers in a key file do not make a usable key.
        public static let invalidKey = Code(name: "invalidKey")
        /// The key file is sealed, and no passphrase was given.
        public static let passphraseRequired = Code(name: "passphraseRequired")
        /// A number in the place of a ciphertext is none under the file's key.
        public static let invalidCiphertext = Code(name: "invalidCiphertext")
        /// The fields of a contract or model are well formed but contradict its rules.
        public static let invalidContract = Code(name: "invalidContract")
        /// What delivers a file's bytes failed; the deliverer knows why.
        public static let unreadable = Code(name: "unreadable")
        /// A binary message is damaged or not one of this protocol.
        public static let malformedMessage = Code(name: "malformedMessage")
        /// A request or answer is of a version that this program does not know.
        public static let unsupportedVersion = Code(name: "unsupportedVersion")
        /// A file is empty, or ends before what is in it does.
        public static let truncated = Code(name: "truncated")
        /// A request or answer was made for another contract than the given one.
        public static let contractMismatch = Code(name: "contractMismatch")
        /// An answer is to another request than the given one.
        public static let requestMismatch = Code(name: "requestMismatch")
        /// An answer was made with another key than the given one.
        public static let keyMismatch = Code(name: "keyMismatch")
        /// A request was made with a key that the server does not know, and it answers those alone that it knows.
        public static let keyNotRegistered = Code(name: "keyNotRegistered")
        /// The proof in a key file or request does not verify.
        public static let invalidProof = Code(name: "invalidProof")
        /// A part of a request or answer does not belong to its header.
        public static let bindingMismatch = Code(name: "bindingMismatch")
        /// A group is missing, out of order, or partly filled without being the last.
        public static let outOfOrder = Code(name: "outOfOrder")
        /// Rows, groups or ciphertexts are other than counted, or other than the contract demands.
        public static let countMismatch = Code(name: "countMismatch")
    }

    /// What kind of fault it is.
    public let code: Code
    /// The fault in words, without the place.
    public let reason: String
    /// The line, from 1, of a fault in the JSON text itself.
    public let line: Int?
    /// The column, from 1 and in Unicode scalars, of a fault in the JSON text itself.
    public let column: Int?
    /// The path of the field at fault, `$` being the whole file; nil for a fault in the JSON text itself.
    public let path: String?

    /// A fault in the JSON text.
    package init(_ code: Code, _ reason: String, line: Int, column: Int) {
        (self.code, self.reason, self.line, self.column, path) = (code, reason, line, column, nil)
    }

    /// A fault in a field.
    package init(_ code: Code, _ reason: String, at path: JSONPath) {
        (self.code, self.reason, line, column) = (code, reason, nil, nil)
        self.path = path.description
    }

    /// A fault of the whole file.
    package init(_ code: Code, _ reason: String) {
        (self.code, self.reason, line, column, path) = (code, reason, nil, nil, nil)
    }
}

extension WireFormatError: CustomStringConvertible {
    /// The place and the reason, on one line.
    public var description: String {
        if let line, let column { return "line \(line), column \(column): \(reason)" }
        if let path, path != JSONPath.root.description { return "\(path): \(reason)" }
        return reason
    }
}

extension String {
    /// The text with a question mark in place of every scalar that a terminal might obey instead of showing it.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                        "?"
                    default: scalar
                    }
                }))
    }
}
