// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Why no response came.
public struct TransportError: Error, Hashable, Sendable {
    /// What kind of failure it is; new codes may be added.
    public struct Code: Hashable, Sendable {
        /// A short, stable name.
        public let name: String

        /// Nobody answers at the address, or the connection was lost.
        public static let unreachable = Code(name: "unreachable")
        /// No secure connection: the certificate is not trusted or not of this host, or the server speaks no TLS.
        public static let insecureConnection = Code(name: "insecureConnection")
        /// It took longer than it may.
        public static let timedOut = Code(name: "timedOut")
        /// The response is longer than it may be.
        public static let responseTooLong = Code(name: "responseTooLong")
    }

    /// What kind of failure it is.
    public let code: Code
    /// The reason in a few words, without the address.
    public let description: String

    /// A failure with its reason.
    public init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}

extension TransportError: CustomStringConvertible {}

extension TransportError: LocalizedError {
    /// The reason.
    public var errorDescription: String? { description }
}
