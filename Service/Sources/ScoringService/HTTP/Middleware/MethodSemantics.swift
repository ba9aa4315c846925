// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Answers requests for which no route was found: OPTIONS of a path that exists, 405 for its other methods, 404.
struct MethodSemantics: RouterMiddleware {
    let routes: RouteTable

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        // The router names a route before its middlewares run.
        guard context.endpointPath == nil else { return try await next(request, context) }
        guard let match = routes.match(request.uri.path) else { throw Problem(.notFound) }
        context.coreContext.endpointPath.value = match.template
        guard request.method == .options else { throw Problem.methodNotAllowed(allow: match.allow) }
        return Response(status: .noContent, headers: [.allow: match.allow])
    }
}
