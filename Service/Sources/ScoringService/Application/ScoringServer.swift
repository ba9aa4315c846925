// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import Receipts
import ScoringPipelines
import ServiceLifecycle

/// A service that runs: models, state, listeners, signals.
///
/// ```swift
/// let server = try await ScoringServer(options, logger: logger)
/// let cutOff = try await server.run { address in print("listening on \(address)") }
/// ```
public struct ScoringServer: Sendable {
    private let options: ServerOptions
    let logger: Logger
    private let folder: StateDirectory
    let models: ModelFolder?
    let certificates: TLSCertificates?
    private let dependencies: ServiceDependencies

    /// Reads models, certificates and state.
    ///
    /// - Throws: ``StartFailure``.
    public init(_ options: ServerOptions, logger: Logger) async throws(StartFailure) {
        self.options = options
        self.logger = logger
        certificates = try Self.certificates(options)
        if let certificates { logger.note(certificates) }
        let http = try Self.httpSettings(options)
        let noise = NoiseReservoirs(fillsInIdleTime: true)
        let catalogue: ModelCatalogue
        if let place = options.models {
            let models = ModelFolder(place, noise: noise)
            try Self.check(models.load(), place, logger)
            (self.models, catalogue) = (models, models.catalogue)
        } else {
            (models, catalogue) = (nil, try Demonstration.catalogue(noise))
        }
        // Last, since it is made where there is none.
        folder = StateDirectory(options.state)
        do {
            let state = try ServiceState(directory: folder.url, role: .server, limits: options.storage)
            let signer = try await state.receiptSigner()
            let anonymous = options.isDemonstration ? try await Demonstration.account(in: state, catalogue) : nil
            dependencies = ServiceDependencies(
                catalogue: catalogue, state: state, noise: noise, signer: signer, folder: folder.url,
                limits: options.scoring, http: http, anonymous: anonymous)
        } catch {
            throw StartFailure(error)
        }
        if let certificates {
            dependencies.metrics.registry.gauge(
                "blindscore_certificate_not_after_seconds", "When the certificate in use expires, since 1970."
            ) { certificates.summary.notAfter.timeIntervalSince1970 }
        }
    }

    /// Serves until SIGTERM or SIGINT; reads models and certificates again on SIGHUP.
    ///
    /// - Parameter onListening: Hears the address, such as `http://127.0.0.1:8080`, once it is listened on.
    /// - Returns: The number of responses that the end cut off; 0 if all were written.
    /// - Throws: ``StartFailure`` when an address cannot be listened on.
    public func run(onListening: @escaping @Sendable (String) async -> Void = { _ in }) async throws(StartFailure)
        -> Int
    {
        let drain = Drain()
        let metrics = dependencies.metrics
        let connections = ServerConnections(
            limits: options.connections, certificates: certificates, drain: drain,
            trustedProxies: dependencies.http.trustedProxies,
            onRefusal: { metrics.connectionRefusals.add(1, $0.rawValue) })
        let scheme = certificates == nil ? "http" : "https"
        let application = makeApplication(
            dependencies, isReady: { !drain.isDraining }, server: connections.httpServer,
            address: .hostname(options.host, port: options.port), logger: logger,
            onServerRunning: { await onListening(Self.address(scheme, $0)) })
        var services: [any Service] = [
            Listener(application, on: "\(options.host), port \(options.port)"),
            Pruning(state: dependencies.state, logger: logger),
        ]
        if let port = options.metricsPort {
            let application = Application(
                router: ServiceRouter.metrics(of: metrics.registry),
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)), logger: logger)
            services.append(Listener(application, on: "127.0.0.1, port \(port), for the metrics"))
        }
        let lifecycle = ServerLifecycle(
            services: services, connections: [connections], drain: drain, drainTimeout: options.drainTimeout,
            logger: logger, onReload: reload)
        defer { folder.remove() }
        do {
            let cutOff = try await lifecycle.run()
            try dependencies.state.close()
            return cutOff
        } catch let failure as StartFailure {
            throw failure
        } catch let error as StateError {
            throw StartFailure(error)
        } catch {
            throw StartFailure(.internalFault, "the service failed: \(type(of: error))")
        }
    }
}

extension ScoringServer {
    private static func certificates(_ options: ServerOptions) throws(StartFailure) -> TLSCertificates? {
        guard let tls = options.tls else {
            guard options.allowsPlainHTTP || isLoopback(options.host) else {
                throw StartFailure(
                    .usage,
                    "plain HTTP on \(options.host) shows requests and tokens to the network: give --tls-certificate and --tls-private-key, or --insecure-plain-http behind a proxy that speaks TLS"
                )
            }
            return nil
        }
        do { return try TLSCertificates(certificateChain: tls.certificate, privateKey: tls.privateKey) } catch {
            throw StartFailure(error.code == .unreadable ? .missingInput : .badInput, "\(error)")
        }
    }

    private static func httpSettings(_ options: ServerOptions) throws(StartFailure) -> HTTPSettings {
        var settings = HTTPSettings()
        let names = options.publicNames.compactMap { HostAndPort($0)?.host }
        guard names.count == options.publicNames.count else {
            throw StartFailure(.usage, "a public name is a host, such as scores.example.org")
        }
        settings.publicNames = Set(names)
        settings.allowedOrigins = Set(options.allowedOrigins)
        settings.isTLS = options.tls != nil
        guard let proxies = TrustedProxies(options.trustedProxies) else {
            throw StartFailure(.usage, "a trusted proxy is an address, or a network such as 10.0.0.0/8")
        }
        settings.trustedProxies = proxies
        return settings
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || (IPAddress(host)?.isLoopback ?? false)
    }

    private static func check(_ reports: [ModelFolder.Report], _ folder: URL, _ logger: Logger) throws(StartFailure) {
        if let report = reports.first(where: { $0.refusal != nil }), let refusal = report.refusal {
            let isFolder = report.file == folder.path(percentEncoded: false)
            throw StartFailure(isFolder ? .missingInput : .badInput, "\(report.file): \(refusal)")
        }
        for report in reports { logger.note(report) }
    }

    private static func address(_ scheme: String, _ channel: any Channel) -> String {
        guard let address = channel.localAddress, let host = address.ipAddress, let port = address.port else {
            return scheme
        }
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
