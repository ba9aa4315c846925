// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Finds the account of a request by its token; lets nobody else pass.
struct Authentication: RouterMiddleware {
    let state: ServiceState
    /// Who requests without a token are from, if anybody.
    let anonymous: Account?

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let account = try await account(request.headers)
        context.record.update { $0.accountID = String(account.id) }
        var context = context
        context.account = account
        return try await next(request, context)
    }

    private func account(_ headers: HTTPFields) async throws -> Account {
        guard let token = try BearerToken(headers) else {
            guard let anonymous else { throw Problem(.authenticationRequired) }
            return anonymous
        }
        guard let account = try await state.account(token: token.text) else {
            throw Problem(.authenticationRequired, "The access token is unknown, expired or revoked.")
        }
        return account
    }
}

extension ServiceContext {
    /// The account of a request that has passed ``Authentication``.
    func authenticated() throws(Problem) -> Account {
        guard let account else { throw Problem(.authenticationRequired) }
        return account
    }
}
