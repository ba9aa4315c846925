// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// Names each request, in its context and in its answer.
struct RequestIdentification: RouterMiddleware {
    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.identify(as: RequestIdentifier.of(request.headers))
        var response = try await next(request, context)
        response.headers[.xRequestID] = context.requestID
        return response
    }
}
