// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing

@Suite("What a client keeps from answer to answer", .timeLimit(.minutes(5)))
struct DecryptorPoolTests {
    private let counting = CountingKernel()
    private let key: PrivateKey
    private let client: BlindScoreClient
    private let server: BlindScoreServer

    init() throws {
        let contract = try Contract(
            name: "test", version: 1, accuracy: 1e-4, features: [Feature(name: "x", minimum: 0, maximum: 100)],
            outputs: [Output(name: "y", minimum: 0, maximum: 200)])
        var source = SeededGenerator(seed: 100)
        key = try KeyFixture.named("structured-2048").privateKey.onKernel(counting.kernel, using: &source)
        client = BlindScoreClient(contract: contract, key: key)
        server = try BlindScoreServer(model: LinearModel(contract: contract, intercepts: [7], coefficients: [[1]]))
    }

    private func request() throws -> (bytes: [UInt8], receipt: RequestReceipt) {
        let request = try client.encryptAndWait([client.contract.row([5])])
        return (try server.answerAndWait(request.bytes), request.receipt)
    }

    @Test("a client, and copies of it, draw new randomness for one answer of 32")
    func renewal() throws {
        let answer = try request()
        let copy = client
        let products = try (0..<Blinding.maximumUses + 2).map { index in
            let client = index.isMultiple(of: 2) ? client : copy
            return try counting.products {
                let value = try client.decryptAndWait(answer.bytes, to: answer.receipt)[0][0].value
                #expect(abs(value - 12) < 0.02)
            }
        }
        let (first, later) = (products[0], products[1])
        #expect(first * 2 > later * 3)
        for (index, count) in products.enumerated() {
            #expect(count == (index.isMultiple(of: Blinding.maximumUses) ? first : later), "answer \(index)")
        }
        // Another client begins anew.
        let other = BlindScoreClient(contract: client.contract, key: key)
        #expect(try counting.products { _ = try other.decryptAndWait(answer.bytes, to: answer.receipt) } == first)
    }

    @Test("many threads share a client")
    func threads() async throws {
        let answer = try request()
        try await withThrowingTaskGroup(of: Double.self) { group in
            for _ in 0..<100 {
                group.addTask { [client] in
                    try await client.decrypt(answer.bytes, to: answer.receipt)[0][0].value
                }
            }
            var count = 0
            for try await value in group {
                #expect(abs(value - 12) < 0.02)
                count += 1
            }
            #expect(count == 100)
        }
    }
}
