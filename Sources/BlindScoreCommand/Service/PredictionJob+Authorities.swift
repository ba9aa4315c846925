// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringClient

extension PredictionJob {
    /// Whether this build can trust others than the system's certificate authorities.
    static var takesAuthorities: Bool {
        #if canImport(Security) || OwnCA
            true
        #else
            false
        #endif
    }
}

extension InputFile {
    /// Reads certificate authorities, and makes what trusts them alone.
    func transport() throws(CommandFailure) -> any ScoringTransport {
        #if canImport(Security) || OwnCA
            try withContent { (bytes) throws(CommandFailure) in
                try explaining { () throws(CertificateError) in
                    try OwnAuthorityTransport(CertificateAuthorities(pem: bytes))
                }
            }
        #else
            throw CommandFailure(.usage, "this build has no --ca-certificate")
        #endif
    }
}
