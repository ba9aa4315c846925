// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ModularArithmetic
import Paillier
import ScoringPipelines

/// BlindScore's side of Benchmarks/peers: answers each line of standard input, a task in JSON, with one line.
///
/// It uses what every user of the library has, a client and a server in memory; only the kernel's name is not public.
@main
struct OurSide {
    private var keys: [Int: (key: PrivateKey, noise: NoiseReservoirs)] = [:]
    private var exchanges: [String: Exchange] = [:]

    private struct Exchange {
        let client: BlindScoreClient
        let server: BlindScoreServer
        let setup: Task.Setup
    }

    static func main() throws {
        var side = OurSide()
        while let line = readLine() {
            let answer = try side.answer(JSONDecoder().decode(Task.self, from: Data(line.utf8)))
            // Not `print`, which keeps a pipe's output back until the end.
            try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(answer) + Data("\n".utf8))
        }
    }

    private mutating func answer(_ task: Task) throws -> Answer {
        if let setup = task.setup { return try prepare(setup, task.id) }
        if let bits = task.keyBits { return try makeKey(bits) }
        guard let rows = task.rows, let exchange = exchanges[task.id] else { throw Fault.nothingToDo }
        return try run(rows, exchange)
    }

    /// A key with its proof, once.
    private func makeKey(_ bits: Int) throws -> Answer {
        let size = try KeySize(bits: bits)
        var answer = Answer()
        answer.keyGeneration = Task.processorTime { _ = ProvenPublicKey(PrivateKey.generate(size: size)) }
        answer.kernel = StandardKernel.name
        return answer
    }

    /// A model, for which this makes client and server under the key of its size.
    private mutating func prepare(_ setup: Task.Setup, _ id: String) throws -> Answer {
        var answer = Answer()
        if keys[setup.bits] == nil {
            var made: PrivateKey?
            let size = try KeySize(bits: setup.bits)
            answer.keyGeneration = setup.measured { made = PrivateKey.generate(size: size) }
            guard let made else { fatalError("a key is always made") }
            keys[setup.bits] = (made, NoiseReservoirs())
        }
        guard let (key, pools) = keys[setup.bits] else { fatalError("the key was made above") }
        let contract = try Contract(
            name: "comparison", version: 1, accuracy: setup.accuracy,
            features: setup.weights.indices.map { Feature(name: "x\($0)", minimum: 0, maximum: setup.featureMaximum) },
            outputs: [Output(name: "y", minimum: setup.minimum, maximum: setup.maximum)])
        let model = try LinearModel(contract: contract, intercepts: [setup.intercept], coefficients: [setup.weights])
        // A key's owner has tables from the ninth ciphertext on. A server has noise from its pool once that is full of noise
        // that was made before; with new reservoirs it is fresh until then.
        _ = try key.encrypt([Plaintext](repeating: Plaintext(0), count: 9))
        if setup.isPoolWarm, pools.levels[key.publicKey.id]?.isPoolFull != true {
            var supply = pools.supply
            _ = supply.next(NoisePool(for: key.publicKey).capacity, for: ProvenPublicKey(key))
        }
        exchanges[id] = Exchange(
            client: BlindScoreClient(contract: contract, key: key),
            server: try BlindScoreServer(model: model, noise: setup.isPoolWarm ? pools : NoiseReservoirs()),
            setup: setup)
        answer.maximumError = ScoringPlan(contract).maximumError(of: contract.outputs[0])
        answer.kernel = StandardKernel.name
        // Key and proof are part of every request.
        answer.oneTimeBytes = 0
        return answer
    }

    /// One request with these rows, and its answer.
    private func run(_ rows: [[Double]], _ exchange: Exchange) throws -> Answer {
        let client = exchange.client
        var answer = Answer()
        var request: ScoringRequest?
        answer.encrypt = try exchange.setup.measured {
            request = try client.encryptAndWait(
                rows.map { try client.contract.row($0) }, isCompact: exchange.setup.isCompact)
        }
        guard let request else { fatalError("the request was made above") }
        var scores: [UInt8] = []
        answer.score = try exchange.setup.measured { scores = try exchange.server.answerAndWait(request.bytes) }
        answer.decrypt = try exchange.setup.measured {
            answer.answers = try client.decryptAndWait(scores, to: request.receipt).map { $0[0].value }
        }
        answer.up = request.bytes.count
        answer.down = scores.count
        return answer
    }
}

/// What cannot be answered.
enum Fault: Error {
    case nothingToDo
}
