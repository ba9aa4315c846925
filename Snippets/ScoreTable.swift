// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Paillier
import ScoringPipelines
import Tables
import WireFormats

// snippet.train
// The server: a model fitted to 2,000 invented patients. It stays; its contract is published.
var generator = RelapseRiskGenerator(seed: 1)
var training = CSVWriter()
training.writeRow(RelapseRiskGenerator.header)
for _ in 0..<2_000 { training.writeRow(generator.nextRow()) }

let data = try TrainingTable(
    CSVReader(training.drain()), ColumnChoice(target: RelapseRiskGenerator.target), descriptions: .relapseRisk
).data
let trained = try TrainedModel(data, descriptions: .relapseRisk, name: "relapse-risk")
let modelText = trained.file.jsonText()
let contractText = trained.file.model.contract.jsonText()

// snippet.table
// The client: a table of new patients, as a CSV file would hold it.
var table = CSVWriter()
table.writeRow(RelapseRiskGenerator.header)
for _ in 0..<200 { table.writeRow(generator.nextRow()) }
let csv = table.drain()

// snippet.encrypt
// The client: the rows of the table become a request. Columns that are no features are ignored.
let contract = try Contract(JSONDocument(contractText))
let client = BlindScoreClient(contract: contract, key: PrivateKey.generate())

var rows = try FeatureTable(CSVReader(csv), contract, outOfRange: .reject)
var request: [UInt8] = []
let receipt = try client.encryptAndWait(nextRow: { try rows.nextRow() }, push: { request += $0 })

// snippet.score
// The server: checks the request and answers it. A service keeps its server for many requests.
let server = try BlindScoreServer(model: ModelFile(JSONDocument(modelText)).model)
var answer: [UInt8] = []
try server.answerAndWait(IncomingFile(request), push: { answer += $0 })

// snippet.decrypt
// The client again: predictions in the order of the rows.
var writer = try PredictionWriter(contract, withErrors: true)
var predictions: [[Prediction]] = []
let summary = try client.decryptAndWait(IncomingFile(answer), to: receipt) { rows in
    for row in rows { writer.write(row) }
    predictions += rows
}
let predictionsCSV = writer.drain()

// snippet.compare
let model = try ModelFile(JSONDocument(modelText)).model
var patients = try FeatureTable(CSVReader(csv), contract, outOfRange: .reject)
var inTheOpen: [Double] = []
while let row = try patients.nextRow() { inTheOpen.append(try model.predictLinear(row)[0]) }
precondition(inTheOpen.count == 200)
for (prediction, exact) in zip(predictions, inTheOpen) {
    precondition(abs(prediction[0].value - exact) <= prediction[0].maximumError)
}
print("\(predictions.count) predictions; sent \(request.count) bytes, received \(answer.count)")
