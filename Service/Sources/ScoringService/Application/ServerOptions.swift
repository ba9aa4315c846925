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
    /// What a program ends with for it.
    public let status: ExitStatus
    /// The sentence.
    public let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// What a fault of the state means for the start.
    init(_ error: StateError) { self.init(ExitStatus(error.code), "\(error)") }
}
