// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Logging
package import ServiceLifecycle
package import UnixSignals

/// Runs services until a signal ends them, without losing a response.
///
/// SIGTERM or SIGINT: new requests get 503; when the last response of the earlier ones is written, or the time for that
/// is over, all connections are closed and then the services are stopped. A second such signal does not wait. SIGHUP
/// calls a closure. The time holds whatever clients, and services, do.
package struct ServerLifecycle: Sendable {
    private let services: [any Service]
    private let connections: [ServerConnections]
    private let drain: Drain
    private let drainTimeout: Duration
    private let logger: Logger
    private let onReload: @Sendable () async -> Void

    /// Describes what runs.
    ///
    /// - Parameters:
    ///   - services: The applications and what they need; they are started together.
    ///   - connections: Those of the applications' servers.
    ///   - drain: The count of requests in work which the servers share.
    ///   - drainTimeout: The longest time from the signal to the end.
    ///   - logger: Told about signals.
    ///   - onReload: Called on SIGHUP, one call at a time; signals that come meanwhile make one more call.
    package init(
        services: [any Service],
        connections: [ServerConnections],
        drain: Drain,
        drainTimeout: Duration = .seconds(30),
        logger: Logger,
        onReload: @escaping @Sendable () async -> Void = {}
    ) {
        self.services = services
        self.connections = connections
        self.drain = drain
        self.drainTimeout = drainTimeout
        self.logger = logger
        self.onReload = onReload
    }

    /// Runs until SIGTERM or SIGINT, or until a service ends.
    ///
    /// - Returns: The number of requests whose response was cut off, 0 when all were written.
    /// - Throws: The error with which a service ended.
    package func run() async throws -> Int {
        try await run(signals: await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup))
    }

    /// Runs under signals that come from elsewhere.
    package func run(signals: some AsyncSequence<UnixSignal, Never> & Sendable) async throws -> Int {
        let (events, continuation) = AsyncStream<Event>.makeStream()
        let (reloads, reload) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: logger))
        // A task of its own: a service that does not end must not keep this function from returning.
        let running = Task {
            do {
                try await group.run()
                continuation.yield(.ended(nil))
            } catch {
                continuation.yield(.ended(error))
            }
        }
        let helpers = [
            Task { for await signal in signals { continuation.yield(.signal(signal)) } },
            Task { for await _ in reloads { await onReload() } },
        ]
        var timers: [Task<Void, Never>] = []
        defer { for task in helpers + timers + [running] { task.cancel() } }

        // The part of the time that is for closing, once nothing is waited for.
        let closing = min(.seconds(1), drainTimeout / 5)
        var cutOff: Int?
        for await event in events {
            switch event {
            case .signal(.sighup):
                logger.notice("reload")
                reload.yield()
            case .signal where drain.isDraining:
                continuation.yield(.drained)
                timers.append(after(closing, .ended(nil), continuation))
            case .signal(let signal):
                logger.notice("stopping", metadata: ["signal": "\(signal)", "requests": "\(drain.requestCount)"])
                drain.begin()
                timers.append(
                    Task {
                        await drain.waitUntilDone()
                        continuation.yield(.drained)
                    })
                timers.append(after(drainTimeout - closing, .drained, continuation))
                timers.append(after(drainTimeout, .ended(nil), continuation))
            case .drained where cutOff == nil:
                cutOff = drain.requestCount
                for connections in connections { connections.registry.closeAll() }
                await group.triggerGracefulShutdown()
            case .drained: break
            case .ended(let error):
                if let error { throw error }
                return cutOff ?? 0
            }
        }
        // The task was cancelled: nothing is waited for.
        for connections in connections { connections.registry.closeAll() }
        return drain.requestCount
    }

    private enum Event: Sendable {
        case signal(UnixSignal)
        case drained
        case ended((any Error)?)
    }

    private func after(
        _ time: Duration, _ event: Event, _ continuation: AsyncStream<Event>.Continuation
    ) -> Task<Void, Never> {
        Task {
            // Cancelled with the run, when nobody listens any more.
            try? await Task.sleep(for: time)
            continuation.yield(event)
        }
    }
}
