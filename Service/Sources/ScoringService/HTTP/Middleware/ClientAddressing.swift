// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// Finds the client's address behind proxies that are trusted.
struct ClientAddressing: RouterMiddleware {
    let proxies: TrustedProxies

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.clientAddress = proxies.client(behind: context.peerAddress, request.headers)
        return try await next(request, context)
    }
}
