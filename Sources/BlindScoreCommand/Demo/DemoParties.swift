// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Paillier
import ScoringPipelines
import WireFormats

/// The owner of the model.
///
/// It receives and sends files, and has no key.
struct DemoServer {
    let model: LinearModel

    /// The file that it publishes.
    var contractText: [UInt8] { model.contract.jsonText() }

    /// Answers a request without decrypting anything.
    func answer(_ requestText: [UInt8]) throws -> [UInt8] {
        let request = try PythonPaillierRequest(JSONDocument(requestText))
        let values = try ExchangeScorer(model: model).score(request.values, publicKey: request.publicKey)
        return PythonPaillierAnswer(publicKey: request.publicKey, values: values).jsonText()
    }
}

/// The owner of the patients.
///
/// It has the key and the contract, and no weight.
struct DemoClient {
    let key: PrivateKey
    let contract: Contract

    init(key: PrivateKey, contractText: [UInt8]) throws {
        self.key = key
        contract = try Contract(JSONDocument(contractText))
    }

    /// Encrypts one patient.
    func request(_ row: [Double]) throws -> [UInt8] {
        let encoder = try ExchangeEncoder(contract: contract, publicKey: key.publicKey)
        let values = try EncryptionKey.owner(key).encrypt(encoder.encode(row))
        return PythonPaillierRequest(publicKey: key.publicKey, values: values).jsonText()
    }

    /// Decrypts the prediction for one patient.
    func prediction(_ answerText: [UInt8]) throws -> Double {
        let answer = try PythonPaillierAnswer(JSONDocument(answerText))
        return contract.predictions(try answer.linearPredictors(key))[0]
    }
}
