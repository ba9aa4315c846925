// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Paillier
import Receipts
import ScoringPipelines
import ScoringService
import TestSupport
import WireFormats

/// A service in this process with one model, one account that may use it, and a client.
struct ServiceFixture {
    static let modelText = """
        { "name": "risk", "version": 1, "accuracy": 1e-4,
          "features": [ { "name": "age", "unit": "years", "minimum": 0, "maximum": 100 }, { "name": "ward", "unit": "", "levels": ["A", "B"] } ],
          "outputs": [ { "name": "y", "unit": "%", "link": "identity", "minimum": -10, "maximum": 120,
                         "intercept": 5, "coefficients": [ 1, [0, -12] ] } ] }
        """

    let folder: TemporaryFolder
    let models: TemporaryFolder
    let modelFolder: ModelFolder
    let state: ServiceState
    let signer: ReceiptSigner
    var dependencies: ServiceDependencies
    let account: Account
    let token: String
    let key: PrivateKey
    let proven: ProvenPublicKey
    let contract: Contract
    let client: BlindScoreClient

    /// A service whose account may ask for so many rows × outputs; nil for no access.
    init(
        budget: Int64? = 1000, allowsPythonPaillier: Bool = false, limits: StateLimits = StateLimits()
    ) async throws {
        (folder, models) = (try TemporaryFolder(), try TemporaryFolder())
        try models.write(Self.modelText, to: "risk.json")
        let noise = NoiseReservoirs()
        modelFolder = ModelFolder(models.url, noise: noise)
        for report in modelFolder.load() {
            if let refusal = report.refusal { fatalError("\(report.file): \(refusal)") }
        }
        state = try ServiceState(directory: folder.url, role: .server, limits: limits)
        signer = try await state.receiptSigner()
        dependencies = ServiceDependencies(
            catalogue: modelFolder.catalogue, state: state, noise: noise, signer: signer, folder: folder.url)
        account = try await state.addAccount(name: "clinic", allowsPythonPaillier: allowsPythonPaillier)
        token = try await state.addToken(account: "clinic").text
        if let budget { try await state.setBudget(account: "clinic", model: "risk", allowed: budget) }
        key = try KeyFixture.named("structured-2048").privateKey
        proven = ProvenPublicKey(key)
        contract = try Contract(JSONDocument(Self.contractText(modelFolder)))
        client = BlindScoreClient(contract: contract, key: key)
    }

    private static func contractText(_ folder: ModelFolder) throws -> [UInt8] {
        guard let model = folder.catalogue.model("risk") else { fatalError("there is no model") }
        return model.contractText
    }

    /// Requests and responses against all routes, without a socket.
    func test<Value: Sendable>(
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try await makeApplication(dependencies, logger: logger).test(.router, body)
    }

    /// The header fields of a request from the account.
    func headers(_ more: HTTPFields = [:], token: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [.authorization: "Bearer \(token ?? self.token)"]
        for field in more { headers.append(field) }
        return headers
    }

    /// Registers the client's key.
    func register(_ http: any TestClientProtocol) async throws -> TestResponse {
        try await http.execute(
            uri: "/v1/keys/\(proven.id)", method: .put, headers: headers([.contentType: "application/json"]),
            body: ByteBuffer(bytes: proven.jsonText()))
    }

    /// Rows whose prediction is 5 + age − 12 for ward B.
    func rows(_ count: Int) throws -> [FeatureRow] {
        try (0..<count).map { row in
            let (age, ward) = (Double(row % 101), row % 3 == 0 ? "B" : "A")
            return try contract.row([.number(age), .text(ward)])
        }
    }

    /// A request with some rows.
    func request(
        _ count: Int, _ encoding: StreamEncoding = .binary
    ) async throws -> (bytes: [UInt8], receipt: RequestReceipt) {
        var (bytes, rest) = ([UInt8](), try rows(count).makeIterator())
        let receipt = try await client.encrypt(
            nextRow: { rest.next() }, encoding: encoding, push: { bytes += $0 })
        return (bytes, receipt)
    }

    /// What the rows' predictions are.
    static func predictions(_ count: Int) -> [Double] {
        (0..<count).map { row -> Double in
            let age = Double(row % 101)
            return row % 3 == 0 ? age - 7 : age + 5
        }
    }

    /// Sends a request for scores.
    func score(
        _ http: any TestClientProtocol, _ body: [UInt8], type: String = "application/x-protobuf",
        model: String = "risk",
        _ more: HTTPFields = [:], token: String? = nil
    ) async throws -> TestResponse {
        var fields: HTTPFields = [.contentType: type]
        for field in more { fields.append(field) }
        return try await http.execute(
            uri: "/v1/models/\(model)/score", method: .post, headers: headers(fields, token: token),
            body: ByteBuffer(bytes: body))
    }
}

extension TestResponse {
    /// The body's bytes.
    var bytes: [UInt8] { Array(body.readableBytesView) }

    /// The body as text.
    var text: String { String(buffer: body) }

    /// The code of a problem document.
    var code: String? {
        struct Document: Decodable { let code: String }
        guard headers[.contentType] == "application/problem+json" else { return nil }
        return try? JSONDecoder().decode(Document.self, from: Data(bytes)).code
    }

    /// The body, decoded.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(bytes))
    }
}

extension HTTPField.Name {
    static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { fatalError("\(name) is no name") }
        return name
    }
}
