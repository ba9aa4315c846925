// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Header fields that every answer carries; a route that sets Cache-Control or Content-Security-Policy itself keeps its own.
struct SecurityHeaders: RouterMiddleware {
    let isTLS: Bool

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        if isTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        for (name, value) in [
            (HTTPField.Name.cacheControl, "no-store"), (.contentSecurityPolicy, "default-src 'none'"),
        ]
        where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self.known("Referrer-Policy")
}
