// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
package import Foundation
package import Logging

extension ScoringServer {
    /// Reads models and certificates again; what cannot be used is reported, and what was before it stays.
    func reload() async {
        for report in models?.load() ?? [] { logger.note(report) }
        guard let certificates else { return }
        do throws(TLSCertificateError) {
            try certificates.reload()
            logger.note(certificates)
        } catch {
            logger.error("certificate not reloaded", metadata: ["cause": "\(error)"])
        }
    }
}

extension Logger {
    /// Days before a certificate's end from which on the log warns.
    private static let daysOfWarning = 14

    /// Tells what became of a model's file.
    func note(_ report: ModelFolder.Report) {
        switch report.outcome {
        case .served(let contract): notice("model loaded", metadata: Self.metadata(report.file, contract))
        case .removed(let contract): notice("model removed", metadata: Self.metadata(report.file, contract))
        case .refused(let reason):
            error("model not reloaded", metadata: ["file": "\(report.file)", "cause": "\(reason)"])
        case .ignored(let reason): warning("file not used", metadata: ["file": "\(report.file)", "cause": "\(reason)"])
        }
    }

    /// Tells what certificate is in use, and warns of its end.
    package func note(_ certificates: TLSCertificates, now: Date = Date()) {
        let summary = certificates.summary
        let metadata: Metadata = [
            "file": "\(certificates.certificateChain)", "not_after": "\(summary.notAfter.formatted(.iso8601))",
            "names": .array(summary.names.map { "\($0)" }),
        ]
        notice("certificate loaded", metadata: metadata)
        if summary.isExpired(at: now) {
            warning("certificate expired", metadata: metadata)
        } else if summary.daysLeft(at: now) < Self.daysOfWarning {
            warning("certificate expires soon", metadata: metadata)
        }
    }

    private static func metadata(_ file: String, _ contract: Contract) -> Metadata {
        [
            "file": "\(file)", "name": "\(contract.name)", "version": .stringConvertible(contract.version),
            "contract": "\(contract.id)",
        ]
    }
}
