// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Refuses requests that name another host: a page of another site whose name was pointed at this machine (DNS rebinding)
/// gives itself away by it.
struct HostCheck: RouterMiddleware {
    /// Hosts that the service answers for beside this machine's own names, as `HostAndPort/host` has them.
    let publicNames: Set<String>

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, request.headers[.secondHost] == nil else {
            throw Problem(.badRequest, "The request needs one header Host.")
        }
        guard let host = HostAndPort(authority) else { throw Problem(.badRequest, "The header Host is malformed.") }
        guard host.isLoopback || publicNames.contains(host.host) else { throw Problem(.misdirectedRequest) }
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    /// Host: the first of a request is its authority, and only a second one stays among the fields.
    fileprivate static let secondHost = Self.known("Host")
}
