// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Paillier
import WireFormats

/// The keys of an account: registered before the first request under them, forgotten 90 days after the last.
struct KeyRoutes: Sendable {
    let keys: KeyRegistry
    let state: ServiceState
    let byAccount: RateLimiter<Account.ID>
    let byAddress: RateLimiter<IPAddress>
    let folder: URL

    /// More than any public key file with its proof has: 4096 bits in base64url take 6,800 bytes.
    static let fileLimit = 16 << 10

    func add(to router: ServiceRouter) {
        router.get("/v1/keys", use: list)
        router.put("/v1/keys/{keyID}", use: register)
        router.get("/v1/keys/{keyID}", use: get)
        router.delete("/v1/keys/{keyID}", use: remove)
    }

    private struct Entry: Encodable {
        let id: String
        let registered: Date
        let lastUse: Date
        let expires: Date

        init(_ key: RegisteredKey) {
            (id, registered, lastUse, expires) = (key.id.description, key.registered, key.lastUse, key.expires)
        }
    }

    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let keys = try await state.keys(account: context.authenticated().id).map(Entry.init)
        return try Response(json: ["keys": keys])
    }

    private func register(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (account, id) = (try context.authenticated(), try keyID(context))
        guard try MessageType.ofBody(request.headers).encoding == .json else {
            throw Problem.unsupportedMediaType(supported: ["application/json"])
        }
        let waits = [byAccount.count(account.id), context.clientAddress.flatMap { byAddress.count($0.limitScope) }]
        if let wait = waits.compactMap({ $0 }).max() { throw Problem(.tooManyRegistrations, retryAfter: wait) }
        let limits = ReceivedBody.Limits(byteCount: Self.fileLimit, folder: folder)
        let body = try await ReceivedBody.receive(request, context, limits: limits)
        switch try await keys.register(body.bytes(), as: id, for: account) {
        case .created: return Response(status: .created, headers: [.location: "/v1/keys/\(id)"])
        case .renewed: return Response(status: .noContent)
        }
    }

    private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let file = try await state.key(keyID(context), account: context.authenticated().id) else {
            throw Problem(.notFound, "The account has not registered this key.")
        }
        return Response(file, type: "application/json")
    }

    private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard try await state.removeKey(keyID(context), account: context.authenticated().id) else {
            throw Problem(.notFound, "The account has not registered this key.")
        }
        return Response(status: .noContent)
    }

    /// The id in the path: 64 hexadecimal digits.
    private func keyID(_ context: ServiceContext) throws(Problem) -> KeyID {
        let digits = try context.pathParameter("keyID").compactMap { $0.isASCII ? $0.hexDigitValue : nil }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        guard try context.pathParameter("keyID").utf8.count == 64, digits.count == 64, let id = try? KeyID(bytes: bytes)
        else { throw Problem(.badRequest, "A key's id has 64 hexadecimal digits.") }
        return id
    }
}
