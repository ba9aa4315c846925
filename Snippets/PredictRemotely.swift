// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import ScoringClient
import ScoringPipelines
import WireFormats

/// A service without a network, so that this program runs alone.
struct ServiceHere: ScoringTransport {
    let server: BlindScoreServer
    let signer = ReceiptSigner()

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let limits = #"{"bodyBytes": 1000000, "productUnits": 1000, "budgets": []}"#
        switch request.url.lastPathComponent {
        case "contract": return TransportResponse(status: 200, body: server.contract.jsonText())
        case "limits": return TransportResponse(status: 200, body: Array(limits.utf8))
        case "receipt-key": return TransportResponse(status: 200, body: signer.receiptKey.jsonText())
        case "score": break
        default: return TransportResponse(status: 201)
        }
        let asked = try StreamSummary(IncomingFile(request.body))
        let answer = try await server.answer(request.body)
        let receipt = try signer.sign(
            Receipt.Statement(
                contractID: asked.header.contractID, keyID: asked.header.keyID, request: BodyHash(of: request.body),
                answer: BodyHash(of: answer), slots: asked.rowCount, time: 0)
        ).jsonText(isOneLine: true)
        return TransportResponse(
            status: 200, headers: ["BlindScore-Receipt": String(decoding: receipt, as: UTF8.self)], body: answer)
    }
}

let contract = try Contract(
    name: "relapse", version: 1,
    features: [Feature(name: "age", minimum: 18, maximum: 100), Feature(name: "ward", levels: ["A", "B"])],
    outputs: [Output(name: "risk", unit: "%", minimum: 0, maximum: 100)])
let here = try ServiceHere(
    server: BlindScoreServer(model: LinearModel(contract: contract, intercepts: [5], coefficients: [[0.6, 12.5]])))
let key = try await BlindScoreClient.generateKey()
let token = try ServiceToken("bs_token".utf8)
guard let address = URL(string: "https://scores.example.org") else { fatalError("an address") }

// snippet.program
// Without a transport of one's own, URLSession carries the requests.
let service = try ServiceConnection(address, token: token, transport: here)

// The contract that the app was made for; a service with another one is refused.
let model = try await RemoteModel("relapse", of: service, key: key, expecting: contract)

let rows = try [model.contract.row(["age": 44, "ward": "B"]), model.contract.row([71, "A"])]
for row in try await model.predict(rows) {
    print("\(row[0].value.formatted(.number.precision(.fractionLength(1)))) %")
}
// snippet.end
