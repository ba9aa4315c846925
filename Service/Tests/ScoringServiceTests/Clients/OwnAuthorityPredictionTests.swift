// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HummingbirdCore
import ScoringClient
import ScoringPipelines
import ScoringService
import Testing

@Suite("Predictions by the service under a certificate of one's own authority", .timeLimit(.minutes(5)))
struct OwnAuthorityPredictionTests {
    private func serve(_ fixture: ServiceFixture, _ pair: TestCertificates = .issued) async throws -> TLSServer {
        try await TLSServer(pair) { server, logger, onServerRunning in
            makeApplication(
                fixture.dependencies, server: server, address: .hostname("127.0.0.1", port: 0), logger: logger,
                onServerRunning: onServerRunning)
        }
    }

    private func model(
        _ fixture: ServiceFixture, on server: TLSServer, trusting pair: TestCertificates = .authority
    ) async throws -> RemoteModel {
        let service = try ServiceConnection(
            #require(URL(string: "https://localhost:\(server.port)")), token: ServiceToken(fixture.token.utf8),
            transport: OwnAuthorityTransportTests.transport(pair))
        return try await RemoteModel("risk", of: service, key: fixture.key)
    }

    @Test("rows come back as predictions", .timeLimit(.minutes(2)))
    func predictions() async throws {
        let fixture = try await ServiceFixture()
        let server = try await serve(fixture)
        let predictions = try await model(fixture, on: server).predict(fixture.rows(200))
        #expect(predictions.count == 200)
        for (row, exact) in zip(predictions, ServiceFixture.predictions(200)) {
            #expect(abs(row[0].value - exact) <= row[0].maximumError * 1.000001)
        }
    }

    @Test("a service whose certificate is not trusted gets neither token nor key")
    func untrusted() async throws {
        let fixture = try await ServiceFixture()
        for (pair, trusted) in [(TestCertificates.issued, TestCertificates.first), (.elsewhere, .authority)] {
            let server = try await serve(fixture, pair)
            let error = await #expect(throws: ServiceError.self) {
                try await model(fixture, on: server, trusting: trusted)
            }
            #expect(error?.code == .insecureConnection)
            #expect(error?.description.contains(": no secure connection") == true)
        }
        #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [0])
    }
}
