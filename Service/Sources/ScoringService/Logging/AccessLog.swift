// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Logging

/// A line for each request: what was asked of which route by whom, and how it ended.
///
/// Never the address that was asked for, header fields, tokens or anything of a body.
package struct AccessLog: Sendable {
    private let logger: Logger

    /// A log that writes through `logger`.
    package init(logger: Logger) { self.logger = logger }

    /// Writes the line of a request.
    package func note(_ request: CompletedRequest) {
        var metadata: Logger.Metadata = [
            "request_id": .string(request.requestID),
            "method": .string(request.method),
            "route": .string(request.route),
            "status": .stringConvertible(request.status),
            "bytes_in": .stringConvertible(request.record.bytesReceived),
            "bytes_out": .stringConvertible(request.bytesSent),
            "milliseconds": .stringConvertible(request.duration.milliseconds),
        ]
        if let account = request.record.accountID { metadata["account"] = .string(account) }
        if let problem = request.record.problem { metadata["problem"] = .string(problem) }
        if !request.isComplete { metadata["incomplete"] = .stringConvertible(true) }
        logger.info("request", metadata: metadata)
    }
}

extension Duration {
    /// Milliseconds to the microsecond.
    fileprivate var milliseconds: Double {
        Double(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000) / 1000
    }
}
