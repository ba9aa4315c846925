// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ScoringService
import Synchronization

/// A router under test, in process unless asked for over a socket.
struct RouterHarness: Sendable {
    var settings = HTTPSettings()
    var observers: [@Sendable (CompletedRequest) -> Void] = []
    let log = CapturedLog()
    private let routes: @Sendable (ServiceRouter) -> Void

    init(routes: @escaping @Sendable (ServiceRouter) -> Void) { self.routes = routes }

    /// Runs `test` against the router.
    func run<Value>(
        _ setup: TestingSetup = .router, test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let router = ServiceRouter(settings: settings, observers: observers)
        routes(router)
        let application = Application(
            responder: AuthorityFromHeader(responder: router.buildResponder()),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)), logger: log.logger)
        return try await application.test(setup, test)
    }

    /// Runs `body` inside of a route, with the context of a request, and throws what it throws.
    static func withContext(_ body: @escaping @Sendable (ServiceContext) async throws -> Void) async throws {
        let thrown = ThrownError()
        let harness = RouterHarness { router in
            router.get("/") { _, context in
                do { try await body(context) } catch { thrown.error.withLock { $0 = error } }
                return HTTPResponse.Status.noContent
            }
        }
        _ = try await harness.run { try await $0.execute(uri: "/", method: .get) }
        if let error = thrown.error.withLock({ $0 }) { throw error }
    }
}

private final class ThrownError: Sendable {
    let error = Mutex<(any Error)?>(nil)
}

extension HTTPField.Name {
    /// What a test wants as authority instead of localhost; `-` for none.
    static let testAuthority = name("X-Test-Authority")
    static let requestID = name("X-Request-Id")
    static let forwardedFor = name("X-Forwarded-For")
    static let secondHost = name("Host")

    static func name(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("no name: \(text)") }
        return name
    }
}

/// Gives a request the authority that its test asks for: the client of HummingbirdTesting always says localhost.
private struct AuthorityFromHeader: HTTPResponder {
    let responder: RouterResponder<ServiceContext>

    @concurrent
    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        guard let authority = request.headers[.testAuthority] else {
            return try await responder.respond(to: request, context: context)
        }
        var head = request.head
        head.authority = authority == "-" ? nil : authority
        return try await responder.respond(to: Request(head: head, body: request.body), context: context)
    }
}

/// Lines of a log.
final class CapturedLog: Sendable {
    private let captured = Mutex<[String]>([])

    var lines: [String] { captured.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { label in
            JSONLogHandler(label: label, now: { Date(timeIntervalSince1970: 1.5) }) { line in
                self.captured.withLock { $0.append(line) }
            }
        }
    }

    /// The objects on the lines.
    func objects() throws -> [[String: Any]] {
        try lines.map { line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                throw NotAnObject()
            }
            return object
        }
    }

    private struct NotAnObject: Error {}
}

extension TestResponse {
    /// The members of a problem document.
    func problem() throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any] ?? [:]
        return object.mapValues { "\($0)" }
    }
}
