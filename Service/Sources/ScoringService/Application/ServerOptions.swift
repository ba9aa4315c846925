// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What an operator decides about a service.
public struct ServerOptions: Sendable {
    /// The folder of the models; nil for the demonstration's.
    public var models: URL?
    /// The folder of the state; nil for one that goes with the process.
    public var state: URL?
    /// The name or address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 for any that is free.
    public var port = 8080
    /// The port of the metrics, on the loopback address; nil for none.
    public var metricsPort: Int?
    /// Certificate chain and private key, in PEM; nil for plain HTTP.
    public var tls: (certificate: String, privateKey: String)?
    /// Whether plain HTTP may be spoken on other addresses than loopback's.
    public var allowsPlainHTTP = false
    /// Hosts that the service answers for beside loopback's.
    public var publicNames: [String] = []
    /// Origins whose pages may read answers.
    public var allowedOrigins: [String] = []
    /// Proxies whose X-Forwarded-For counts: addresses and networks.
    public var trustedProxies: [String] = []
    /// How long a stop waits for responses.
    public var drainTimeout: Duration = .seconds(30)
    /// Whether requests without a token are answered, out of a budget of their own: for demonstrations.
    public var isDemonstration = false
    /// What a request, and all of them together, may ask.
    package var scoring = ScoringLimits()
    /// What a connection may take.
    package var connections = ConnectionLimits()
    /// What is remembered, and for how long.
    package var storage = StateLimits()

    /// The defaults: loopback, port 8080, plain HTTP.
    public init() {}
}

/// Why a service does not start, in one sentence.
public struct StartFailure: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is; the raw values are exit statuses.
    public enum Reason: Int32, Sendable {
        /// Options that make no sense together.
        case usage = 64
        /// A model, a certificate or the state cannot be used as it is.
        case badInput = 65
        /// A folder or file is missing or cannot be read.
        case missingInput = 66
        /// The address cannot be listened on.
        case unavailable = 69
        /// A fault of the program.
        case internalFault = 70
        /// The state cannot be created or written.
        case cannotCreate = 73
    }

    /// What kind of fault it is.
    public let reason: Reason
    /// The sentence.
    public let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
