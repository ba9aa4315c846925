// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import Receipts
import ScoringPipelines

/// A model of a service, which predicts from rows that the service cannot read.
///
/// ```swift
/// let model = try await RemoteModel("relapse-risk", of: service, key: key)
/// for row in try await model.predict([model.contract.row(["phq9": 13, "sleep": 7.5])]) { print(row[0].value) }
/// ```
///
/// Rows are encrypted and predictions decrypted here, by a key that never leaves the program. A table becomes requests as large as
/// the service allows, of a quarter of a megabyte at most, several of which are under way at once. A request that got lost is sent again,
/// the same to the byte, and so billed once. Every answer must name its request, and come with a receipt that says the same of
/// request, answer, key, contract and price as this client does, under the key that the service had when the model was made.
public struct RemoteModel: Sendable {
    /// The model's name.
    public let name: String
    /// The service that has the model.
    public let service: ServiceConnection
    /// The contract that every request is made for: the one that was expected, or the one that the service gave.
    public let contract: Contract
    /// The key that receipts are verified with.
    public let receiptKey: ReceiptKey
    /// What the service allowed when the model was made, its budgets among it.
    public let limits: ServiceLimits
    /// How many requests are under way at once, at least 1.
    public var requestsAtOnce = 4
    /// Takes every answer whose receipt was verified, before its rows are handed on, several at once; what it throws ends the prediction.
    public var keepReceipt: (@Sendable (BilledAnswer) async throws -> Void)?

    let client: BlindScoreClient
    let publicKey: PublicKey
    let registration: KeyRegistration
    let requestSize: RequestSize

    /// Asks a service for a model and registers a key for it.
    ///
    /// - Parameters:
    ///   - name: The model's name.
    ///   - service: The service.
    ///   - key: The client's key, which never leaves the program.
    ///   - expected: The contract that the model must have, as it was seen before: the service's contract says what predictions mean,
    ///     and how far off they can be. nil takes what the service gives.
    /// - Throws: ``ServiceError``: `contractMismatch` when the service has another contract than the expected one, `limitExceeded` when
    ///   it takes not even a single group of rows; `CancellationError`.
    /// - Complexity: The key's proof is made: eighteen exponentiations modulo the primes.
    public init(
        _ name: String, of service: ServiceConnection, key: PrivateKey, expecting expected: Contract? = nil
    ) async throws {
        let contract = try await service.contract(of: name, expecting: expected)
        (self.name, self.service, self.contract) = (name, service, contract)
        limits = try await service.limits()
        receiptKey = try await service.receiptKey()
        publicKey = key.publicKey
        requestSize = try RequestSize(contract, keySize: key.publicKey.size, limits: limits)
        client = BlindScoreClient(contract: contract, key: key)
        registration = KeyRegistration(service: service, key: client.provenKey)
        try await registration.renew(after: 0)
    }

    /// What the account may still have answered by this model, in slots; nil where the service names no budget of it.
    public var remainingBudget: UInt64? { limits.budgets.first { $0.model == name }?.remaining }
}

extension ServiceConnection {
    /// A model's contract, or the one that is expected and that the service has too.
    fileprivate func contract(of name: String, expecting expected: Contract?) async throws -> Contract {
        guard let expected else { return try await newestContract(of: name) }
        let offered: Contract
        do {
            offered = try await contract(of: name, version: expected.version)
        } catch let error as ServiceError where error.code == .modelNotFound {
            // The name may be wrong, or that version gone.
            offered = try await newestContract(of: name)
        }
        guard offered.id == expected.id else {
            throw ServiceError(
                .contractMismatch,
                "the service's contract for “\(name.shown)”, version \(offered.version), is another than the expected one, version "
                    + "\(expected.version): \(offered.differences(from: expected))")
        }
        return expected
    }

    /// The newest contract of a model; where there is no such model, the error names those that there are.
    private func newestContract(of name: String) async throws -> Contract {
        do {
            return try await contract(of: name)
        } catch let error as ServiceError where error.code == .modelNotFound {
            guard let names = try? await models().map(\.name) else { throw error }
            let first = names.prefix(5).map { "“\($0.shown)”" }.joined(separator: ", ")
            let more = names.count > 5 ? " and \(names.count - 5) more" : ""
            let advice =
                names.isEmpty
                ? "the account may use no model before the service's operator gives it a budget for one"
                : "the account may use \(first)\(more)"
            throw ServiceError(
                error.code, "\(error.description); \(advice)", problem: error.problem, requestID: error.requestID)
        }
    }
}
