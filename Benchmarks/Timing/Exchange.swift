// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import EncryptedRegression
import ScoringPipelines
import TestSupport
import Workloads

/// A table in memory on its way from the client to the server and back, on all cores.
struct Exchange {
    enum Step: String, CaseIterable {
        case encryption
        case compactEncryption = "compact encryption"
        case scoring
        case decryption
    }

    static let rowCount = 10_000
    /// Made when it is asked for, once.
    static let shared = Result { try Exchange() }

    private let rows: [FeatureRow]
    private let client: BlindScoreClient
    private let server: BlindScoreServer
    private let request: ScoringRequest
    private let answer: [UInt8]

    private init() throws {
        let model = try Workbench.model()
        rows = try (0..<Self.rowCount).map { row in
            try model.contract.row(model.contract.features.indices.map { Double((row * (2 * $0 + 3)) % 1001) / 100 })
        }
        client = try BlindScoreClient(contract: model.contract, key: Workbench.fixture.privateKey)
        server = try BlindScoreServer(model: model)
        request = try client.encryptAndWait(rows)
        // Until noise comes from the pool, which takes 376 answers at 2048 bits.
        var answer = try server.answerAndWait(request.bytes)
        for _ in 0..<2 { answer = try server.answerAndWait(request.bytes) }
        self.answer = answer
    }

    func run(_ step: Step) throws {
        switch step {
        case .encryption: blackHole(try client.encryptAndWait(rows))
        case .compactEncryption: blackHole(try client.encryptAndWait(rows, isCompact: true))
        case .scoring: blackHole(try server.answerAndWait(request.bytes))
        case .decryption: blackHole(try client.decryptAndWait(answer, to: request.receipt))
        }
    }
}
