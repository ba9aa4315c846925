// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Synchronization

/// Tells observers of each request once the last byte of its answer is written.
struct RequestObservation: RouterMiddleware {
    let observers: [@Sendable (CompletedRequest) -> Void]

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let observation = Observation(request.method, context, observers)
        var response = try await next(request, context)
        observation.answered(with: response.status)
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(CountingWriter(parent: writer, observation: observation))
        }
        return response
    }
}

/// One request under observation; it ends when the answer is written or, if that never happens, with the last reference.
private final class Observation: Sendable {
    private struct Progress {
        // What the connection answers where no middleware does: the request broke off, or was not HTTP.
        var status = 400
        var bytesSent = 0
        var isReported = false
    }

    private let method: HTTPRequest.Method
    private let context: ServiceContext
    private let observers: [@Sendable (CompletedRequest) -> Void]
    private let start = ContinuousClock.now
    private let progress = Mutex(Progress())

    init(
        _ method: HTTPRequest.Method, _ context: ServiceContext, _ observers: [@Sendable (CompletedRequest) -> Void]
    ) {
        (self.method, self.context, self.observers) = (method, context, observers)
    }

    deinit { report(isComplete: false) }

    func answered(with status: HTTPResponse.Status) { progress.withLock { $0.status = status.code } }

    func sent(_ byteCount: Int) { progress.withLock { $0.bytesSent += byteCount } }

    func report(isComplete: Bool) {
        let progress = progress.withLock { progress in
            defer { progress.isReported = true }
            return progress
        }
        guard !progress.isReported else { return }
        let request = CompletedRequest(
            method: method.rawValue, route: context.route, status: progress.status, requestID: context.requestID,
            record: context.record.contents, bytesSent: progress.bytesSent, duration: .now - start,
            isComplete: isComplete)
        for observer in observers { observer(request) }
    }
}

/// Counts what passes, and reports the end.
private struct CountingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let observation: Observation

    @concurrent
    mutating func write(_ buffer: ByteBuffer) async throws {
        try await parent.write(buffer)
        observation.sent(buffer.readableBytes)
    }

    @concurrent
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let observation = observation
        try await parent.finish(trailingHeaders)
        observation.report(isComplete: true)
    }
}
