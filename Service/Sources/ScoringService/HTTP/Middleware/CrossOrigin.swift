// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Lets pages of some origins read answers; by default of none.
///
/// A preflight request is answered like any OPTIONS, whose Allow says what the routes answer; this adds what a browser wants
/// to know. Tokens come in headers that scripts set, so no credentials of the browser's own are asked for.
struct CrossOrigin: RouterMiddleware {
    let allowedOrigins: Set<String>

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard !allowedOrigins.isEmpty else { return response }
        // Also without an origin, or caches would give such an answer to a page.
        response.headers[values: .vary].append("Origin")
        guard let origin = request.headers[.origin], allowedOrigins.contains(origin) else { return response }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] =
            "BlindScore-Receipt, Idempotency-Replayed, Location, X-Request-Id, Retry-After, Allow"
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response.headers[.accessControlAllowMethods] = response.headers[.allow]
            response.headers[.accessControlAllowHeaders] =
                "Accept, Authorization, Content-Type, Idempotency-Key, X-Request-Id"
            response.headers[.accessControlMaxAge] = "600"
        }
        return response
    }
}
