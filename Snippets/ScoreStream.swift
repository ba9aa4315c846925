// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ScoringPipelines
import Tables

// snippet.parties
let contract = try Contract(
    name: "relapse", version: 1,
    features: [Feature(name: "age", minimum: 18, maximum: 100), Feature(name: "ward", levels: ["A", "B"])],
    outputs: [Output(name: "risk", unit: "%", minimum: 0, maximum: 100)])
let client = try await BlindScoreClient(contract: contract, key: BlindScoreClient.generateKey())
let server = try BlindScoreServer(
    model: LinearModel(contract: contract, intercepts: [5], coefficients: [[0.6, 12.5]]))

// snippet.encrypt
// The client reads a table row by row. The patients' names stay with it.
let csv = "patient,age,ward\nKim,44,B\nNoor,71,A\nJan,30,A\n"
var table = try FeatureTable(CSVReader(Array(csv.utf8)), contract, outOfRange: .reject, keepsEveryCell: true)
var patients: [String] = []
let (request, sent) = AsyncStream.makeStream(of: [UInt8].self)
let receipt = try await client.encrypt(
    nextRow: {
        let row = try table.nextRow()
        if row != nil { patients.append(table.record.text(0) ?? "") }
        return row
    }, push: { sent.yield($0) }, progress: { print("\($0) rows encrypted") })
sent.finish()

// snippet.score
// The server takes chunks as they come, and pushes what is ready.
let (answer, received) = AsyncStream.makeStream(of: [UInt8].self)
try await server.answer(request, push: { received.yield($0) }, progress: { print("\($0) rows scored") })
received.finish()

// snippet.decrypt
// The client: predictions come in the order of the rows.
var next = patients.makeIterator()
try await client.decrypt(answer, to: receipt) { rows in
    for row in rows { print("\(next.next() ?? ""): \(row[0].value) %") }
}
