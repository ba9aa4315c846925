// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Receipts

/// What needs no account: health, the description of the interface, the key of the receipts, what problems mean.
struct PublicRoutes: Sendable {
    let receiptKey: ReceiptKey
    /// Whether new requests are taken.
    let isReady: @Sendable () -> Bool

    func add(to router: ServiceRouter) {
        router.get("/healthz") { _, _ in Response(Array("ok\n".utf8), type: "text/plain; charset=utf-8") }
        router.get("/readyz") { _, _ in
            guard isReady() else { throw Problem.shuttingDown }
            return Response(Array("ready\n".utf8), type: "text/plain; charset=utf-8")
        }
        router.get("/openapi.yaml") { _, _ in Response(PackageResources.openapi_yaml, type: "application/yaml") }
        router.get("/v1/receipt-key") { _, _ in Response(receiptKey.jsonText(), type: "application/json") }
        router.get("/problems/{code}") { _, context in
            let name = try context.pathParameter("code")
            guard let code = Problem.Code.all.first(where: { $0.name == name }) else { throw Problem(.notFound) }
            return try Response(json: ProblemKind(code))
        }
    }

    /// A problem's code and what is to be said of it.
    private struct ProblemKind: Encodable {
        let code, title, cause, remedy: String
        let status: Int

        init(_ code: Problem.Code) {
            (self.code, title, status) = (code.name, code.title, code.status)
            (cause, remedy) = (code.cause, code.remedy)
        }
    }
}
