// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
package import HummingbirdCore
package import Logging
import NIOCore
import Receipts

/// The service as an application of the framework: every route, under the manners of ``ServiceRouter``.
///
/// - Parameters:
///   - dependencies: What the routes stand on.
///   - isReady: Whether new requests are taken.
///   - server: How connections are served.
///   - address: Where; port 0 for any that is free.
///   - logger: Where a line for each request goes.
///   - onServerRunning: Hears the channel that listens, and so the port.
/// - Returns: The application, not started.
package func makeApplication(
    _ dependencies: ServiceDependencies, isReady: @escaping @Sendable () -> Bool = { true },
    server: HTTPServerBuilder = .http1(), address: BindAddress = .hostname("127.0.0.1", port: 0), logger: Logger,
    onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) -> some ApplicationProtocol {
    let accessLog = AccessLog(logger: logger)
    let router = ServiceRouter(
        settings: dependencies.http, observers: [accessLog.note, dependencies.metrics.count])
    let (state, limits) = (dependencies.state, dependencies.limits)
    let keys = KeyRegistry(state, proofs: dependencies.proofs)
    let scorer = Scorer(
        catalogue: dependencies.catalogue, state: state, keys: keys, admission: dependencies.scoring,
        signer: dependencies.signer, limits: limits)

    PublicRoutes(receiptKey: dependencies.signer.receiptKey, isReady: isReady).add(to: router)
    // Everything that follows needs an account.
    router.add(middleware: Authentication(state: state, anonymous: dependencies.anonymous))
    ModelRoutes(catalogue: dependencies.catalogue, state: state).add(to: router)
    KeyRoutes(
        keys: keys, state: state, byAccount: RateLimiter(limit: limits.registrationsPerAccount),
        byAddress: RateLimiter(limit: limits.registrationsPerAddress), folder: dependencies.folder
    ).add(to: router)
    AccountRoutes(state: state, limits: limits).add(to: router)
    ScoreRoute(scorer: scorer, state: state, folder: dependencies.folder).add(to: router)
    return Application(
        router: router, server: server,
        configuration: ApplicationConfiguration(address: address, serverName: ScoringService.name, backlog: 1024),
        onServerRunning: onServerRunning, logger: logger)
}
