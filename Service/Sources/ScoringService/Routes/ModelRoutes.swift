// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Hummingbird

/// What the service tells of its models: names, contracts, forms, never weights.
struct ModelRoutes: Sendable {
    let catalogue: ModelCatalogue
    let state: ServiceState

    func add(to router: ServiceRouter) {
        router.get("/v1/models", use: list)
        router.get("/v1/models/{name}/contract", use: contract)
        router.get("/v1/models/{name}/form", use: form)
    }

    private struct Listing: Encodable {
        struct Entry: Encodable {
            struct Version: Encodable {
                let version: UInt64
                let contractId: String
                let hasForm: Bool
            }

            let name: String
            let versions: [Version]
        }

        let models: [Entry]
    }

    /// The models that the account may use.
    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let allowed = Set(try await state.budgets(account: context.authenticated().id).map(\.model))
        let models = catalogue.names.filter(allowed.contains).map { name in
            Listing.Entry(
                name: name,
                versions: catalogue.versions(name).map {
                    .init(
                        version: $0.contract.version, contractId: $0.contract.id.description,
                        hasForm: $0.formText != nil)
                })
        }
        return try Response(json: Listing(models: models))
    }

    private func contract(_ request: Request, _ context: ServiceContext) async throws -> Response {
        Response(try await model(request, context).contractText, type: "application/json")
    }

    private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let text = try await model(request, context).formText else {
            throw Problem(.notFound, "The model has no form.")
        }
        return Response(text, type: "application/json")
    }

    /// The model that the path names, in the version that the query names or the newest, if the account may use it.
    private func model(_ request: Request, _ context: ServiceContext) async throws -> ServedModel {
        let name = try context.pathParameter("name")
        try await state.requireAccess(to: name, context.authenticated())
        var version: UInt64?
        if let text = request.uri.queryParameters["version"] {
            guard let number = UInt64(text) else { throw Problem(.badRequest, "The version is not a number.") }
            version = number
        }
        guard let model = catalogue.model(name, version: version) else { throw Problem.noModel }
        return model
    }
}

extension ServiceState {
    /// Refuses a model that the account may not use as one that does not exist.
    func requireAccess(to model: String, _ account: Account) async throws {
        guard try await budgets(account: account.id).contains(where: { $0.model == model }) else {
            throw Problem.noModel
        }
    }
}
