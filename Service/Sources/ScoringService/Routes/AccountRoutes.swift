// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// What an account may ask, and what it has asked.
struct AccountRoutes: Sendable {
    let state: ServiceState
    let limits: ScoringLimits

    func add(to router: ServiceRouter) {
        router.get("/v1/limits", use: limits)
        router.get("/v1/usage", use: usage)
    }

    private struct Limits: Encodable {
        struct Budget: Encodable {
            let model: String
            let allowed, used, remaining: Int64
        }

        let bodyBytes, jsonBodyBytes, jsonRows, productUnits: Int
        let budgets: [Budget]
    }

    private func limits(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let budgets = try await state.budgets(account: context.authenticated().id)
        return try Response(
            json: Limits(
                bodyBytes: limits.bodyBytes, jsonBodyBytes: limits.jsonBodyBytes, jsonRows: limits.jsonRows,
                productUnits: limits.productUnits,
                budgets: budgets.map { budget in
                    // Only models with a budget are listed.
                    let allowed = budget.allowed ?? 0
                    return .init(
                        model: budget.model, allowed: allowed, used: budget.used, remaining: budget.left ?? 0)
                }))
    }

    private struct Usage: Encodable {
        let model: String
        let requests, rows, units: Int64
    }

    private func usage(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let usage = try await state.usage(account: context.authenticated().id)
        return try Response(
            json: [
                "models": usage.map { Usage(model: $0.model, requests: $0.requests, rows: $0.rows, units: $0.units) }
            ])
    }
}
