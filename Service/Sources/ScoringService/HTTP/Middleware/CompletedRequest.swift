// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A request whose answer has been written, or never will be; without content, and without the address it named.
package struct CompletedRequest: Sendable {
    /// The method.
    package let method: String
    /// The route's template.
    package let route: String
    /// The response's status.
    package let status: Int
    /// The request's id.
    package let requestID: String
    /// What was found out on the way.
    package let record: RequestRecord.Contents
    /// Bytes of the response's body that were written.
    package let bytesSent: Int
    /// From the request's header to the answer's last byte.
    package let duration: Duration
    /// Whether the client has been sent all of the answer.
    package let isComplete: Bool
}
