// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import WireFormats

/// Scores: the body first, the work then.
struct ScoreRoute: Sendable {
    let scorer: Scorer
    let state: ServiceState
    let folder: URL

    func add(to router: ServiceRouter) { router.post("/v1/models/{name}/score", use: score) }

    private func score(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (account, name) = (try context.authenticated(), try context.pathParameter("name"))
        // What the head alone rules out is refused before the body comes.
        try await state.requireAccess(to: name, account)
        let type = try MessageType.ofBody(request.headers)
        let answerType = try MessageType.ofAnswer(request.headers, to: type)
        let keys = request.headers[values: .idempotencyKey]
        guard keys.count <= 1 else { throw Problem(.badRequest, "The header Idempotency-Key is there twice.") }

        let byteLimit = type.encoding == .json ? scorer.limits.jsonBodyBytes : scorer.limits.bodyBytes
        let body = try await ReceivedBody.receive(request, context, limits: .init(byteCount: byteLimit, folder: folder))
        let outcome = try await scorer.answer(
            Scorer.Request(
                account: account, model: name, body: body, encoding: type.encoding, answerType: answerType,
                idempotencyKey: keys.first))
        if !outcome.isReplay {
            context.record.update {
                $0.rowCount = outcome.rowCount
                $0.ciphertextCount = outcome.ciphertextCount
            }
        }
        var headers: HTTPFields = [.receipt: String(decoding: outcome.answer.receipt, as: UTF8.self)]
        if outcome.isReplay { headers[.idempotencyReplayed] = "true" }
        return Response(outcome.answer.body, type: outcome.answer.contentType, headers: headers)
    }
}

extension HTTPField.Name {
    /// The name under which a client may ask again for the same answer.
    static let idempotencyKey = known("Idempotency-Key")
    /// Whether the answer was given before.
    static let idempotencyReplayed = known("Idempotency-Replayed")
    /// The signed receipt, JSON in one line.
    static let receipt = known("BlindScore-Receipt")
}
