// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOSSL
import ScoringService

/// A certificate and its key in files of their own, which a test may replace.
final class TemporaryPair: Sendable {
    let folder: URL
    var certificateFile: URL { folder.appending(path: "chain.pem") }
    var keyFile: URL { folder.appending(path: "key.pem") }

    init(_ pair: TestCertificates) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(certificate: pair.certificate, key: pair.privateKey)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(certificate: String, key: String) throws {
        try Data(certificate.utf8).write(to: certificateFile)
        try Data(key.utf8).write(to: keyFile)
    }

    func certificates() throws -> TLSCertificates {
        try TLSCertificates(certificateChain: certificateFile.path, privateKey: keyFile.path)
    }

    /// A client that takes any certificate; tests compare the one it got.
    static func client(_ change: (inout TLSConfiguration) -> Void = { _ in }) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        change(&configuration)
        return configuration
    }
}
