// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What is found out about a request while it is answered, for its line in the log and for the metrics.
package final class RequestRecord: Sendable {
    /// The record's contents.
    package struct Contents: Sendable {
        /// The account's identifier, once it is known.
        package var accountID: String?
        /// The code of the problem that ended the request.
        package var problem: String?
        /// Bytes of the body that were received.
        package var bytesReceived = 0
        /// Rows that were scored.
        package var rowCount = 0
        /// Ciphertexts that were read.
        package var ciphertextCount = 0
    }

    private let state = Mutex(Contents())

    /// A record of nothing.
    package init() {}

    /// The contents as they are now.
    package var contents: Contents { state.withLock { $0 } }

    /// Notes something.
    package func update(_ body: @Sendable (inout Contents) -> Void) { state.withLock { body(&$0) } }
}
