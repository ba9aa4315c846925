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
    func answer(_ request: [UInt8]) throws -> [UInt8] {
        var answer: [UInt8] = []
        let progress = DemoProgress("scored")
        try BlindScoreServer(model: model).answerAndWait(
            IncomingFile(request), push: { answer += $0 }, progress: progress.show)
        return answer
    }

    /// What it sees of a request: the ciphertexts of the first group.
    func firstCiphertexts(_ request: [UInt8]) throws -> [Ciphertext] {
        var reader = try ScoringRequestReader(IncomingFile(request), contract: model.contract)
        return try reader.nextGroup()?.ciphertexts() ?? []
    }
}

/// The owner of the patients.
///
/// It has the key and the contract, and no weight.
struct DemoClient {
    let key: PrivateKey
    let contract: Contract
    private let client: BlindScoreClient

    init(key: PrivateKey, contractText: [UInt8]) throws {
        self.key = key
        contract = try Contract(JSONDocument(contractText))
        client = BlindScoreClient(contract: contract, key: key)
    }

    /// Encrypts patients.
    func request(_ rows: [[Double]]) throws -> ScoringRequest {
        var (bytes, rest) = ([UInt8](), rows.makeIterator())
        let progress = DemoProgress("encrypted")
        let receipt = try client.encryptAndWait(
            nextRow: { try rest.next().map { try contract.row($0) } }, push: { bytes += $0 }, progress: progress.show)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// Decrypts the predictions, in the order of the patients.
    func predictions(_ answer: [UInt8], to request: ScoringRequest) throws -> [Prediction] {
        try client.decryptAndWait(answer, to: request.receipt).map { $0[0] }
    }

    /// What it receives: the first ciphertext of the answer.
    func firstCiphertext(_ answer: [UInt8]) throws -> Ciphertext? {
        var reader = try ScoringAnswerReader(
            IncomingFile(answer), contract: contract, key: key.publicKey)
        return try reader.nextGroup()?.ciphertexts().first
    }
}

/// The number of patients done, while a person watches.
struct DemoProgress {
    private let verb: String

    init(_ verb: String) { self.verb = verb }

    func show(_ rows: UInt64) { StandardError.showProgress("\(Int(clamping: rows).grouped) patients \(verb)") }
}
