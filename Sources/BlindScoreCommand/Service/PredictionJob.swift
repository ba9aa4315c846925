// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import ScoringClient
import ScoringPipelines
import Tables
import WireFormats

/// What `predict` was asked to do.
struct PredictionJob: Sendable {
    let server, model, key, input, output: String
    let contract: String?
    let acceptsContract, hasErrors: Bool
    let tokenFile, caCertificate, receipts: String?
    let outOfRange: OutOfRangePolicy
    let dialect: CSVDialect
    let passphraseFile: String?

    /// Everything from the files to the predictions.
    func run() async throws {
        let keyFile = try KeyFile(key, passphraseFile: passphraseFile, option: "--passphrase-file")
        let tableFile = try InputFile(input, limit: .max)
        let tokenFile = try tokenFile.map { path throws(CommandFailure) in try InputFile(path, limit: 1 << 16) }
        let authorityFile = try caCertificate.map { path throws(CommandFailure) in try InputFile(path, limit: 1 << 20) }
        let pinnedFile = try contractFile()
        let inputs = keyFile.inputs + [tableFile] + [tokenFile, authorityFile, pinnedFile].compactMap(\.self)
        let target = try OutputFile(output, inputs: inputs, access: .owner)
        let contractTarget = try contract.flatMap { path throws(CommandFailure) in
            pinnedFile == nil ? try OutputFile(path, inputs: inputs, other: target) : nil
        }
        let pinned = try pinnedFile?.decode(Contract.init)
        let transport = try authorityFile?.transport() ?? URLSessionTransport()
        let key = try keyFile.privateKey()
        var model = try await explainingService {
            try await remoteModel(key, try tokenFile?.token(), transport, expecting: pinned)
        }
        if let receipts {
            let folder = try ReceiptFolder(receipts, model.receiptKey)
            model.keepReceipt = { try folder.keep($0) }
        }
        let files = Files(table: tableFile, target: target, contractName: contract ?? "the contract")
        let partial = try await predict(model, key.publicKey.id, files)
        try contractTarget?.write(model.contract.jsonText())
        try OutputFile.commit([contractTarget, target].compactMap(\.self))
        // Not before: what was answered and billed is in one of both.
        partial?.remove()
    }

    struct Files {
        let table: InputFile
        let target: OutputFile
        let contractName: String
    }

    /// The contract that the service must have, where one is kept and not to be replaced.
    private func contractFile() throws(CommandFailure) -> InputFile? {
        guard let contract, !acceptsContract, FileIdentity.nameExists(contract) else { return nil }
        return try InputFile(contract)
    }

    private func remoteModel(
        _ key: PrivateKey, _ token: ServiceToken?, _ transport: any ScoringTransport, expecting contract: Contract?
    ) async throws -> RemoteModel {
        guard let address = URL(string: server) else {
            throw CommandFailure(.usage, "--server is no address: it is like https://scores.example.org")
        }
        let service = try ServiceConnection(address, token: token, transport: transport)
        return try await RemoteModel(model, of: service, key: key, expecting: contract)
    }

    /// Turns what a service does into a sentence and an exit status.
    func explainingService<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ServiceError {
            throw CommandFailure(ExitStatus(error.code), "\(error)\(advice(error.code) ?? "")")
        }
    }

    /// What helps, where the service cannot know it.
    private func advice(_ code: ServiceError.Code) -> String? {
        switch code {
        case .contractMismatch:
            contract.map {
                "; --accept-contract replaces the contract in \($0) by the service's, whose ranges and outputs then count: use it when "
                    + "whoever has the model says that it was changed"
            }
        case .budgetExhausted: Self.budgetAdvice
        default: nil
        }
    }

    /// Whom to ask for more.
    static let budgetAdvice = "; the service's operator sets it with blindscore-server account budget"
}

extension ExitStatus {
    /// What a service's failure ends the command with.
    init(_ code: ServiceError.Code) {
        self =
            switch code {
            case .invalidAddress, .tokenInTheClear: .usage
            case .unreachable, .insecureConnection, .redirected, .serviceFailed, .malformedResponse: .unavailable
            case .tryLater: .tryLater
            case .accessDenied: .wrongKey
            case .contractMismatch: .wrongContract
            default: .badInput
            }
    }
}

extension InputFile {
    /// Reads a token: the only line of the file.
    fileprivate func token() throws(CommandFailure) -> ServiceToken {
        if identity.isRegular, identity.permissions & 0o077 != 0 {
            StandardError.write("\(name) can be read by others than its owner: chmod 600 \(name)")
        }
        return try withContent { (bytes) throws(CommandFailure) in
            var line = bytes[...]
            if line.last == UInt8(ascii: "\n") { line.removeLast() }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            return try explaining { () throws(ServiceError) in try ServiceToken(line) }
        }
    }
}
