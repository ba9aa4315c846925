// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// How long the server has waited for the bytes of a body.
///
/// Time in which the server does not read, since the application is behind, is not the client's and does not count.
struct BodyClock {
    private let limits: ConnectionLimits
    private var byteCount = 0
    private var waited = TimeAmount.zero
    private var waitingSince: NIODeadline?

    init(limits: ConnectionLimits) {
        self.limits = limits
    }

    /// How long to wait between two looks at the clock.
    var interval: TimeAmount {
        TimeAmount(min(.seconds(1), limits.bodyTimeout / 8))
    }

    mutating func beginWaiting(at now: NIODeadline) {
        if waitingSince == nil { waitingSince = now }
    }

    mutating func endWaiting(at now: NIODeadline) {
        if let since = waitingSince { waited = waited + (now - since) }
        waitingSince = nil
    }

    mutating func add(byteCount: Int) {
        self.byteCount += byteCount
    }

    /// Whether the body is too late, or too slow.
    func isOver(at now: NIODeadline) -> Bool {
        var waited = self.waited
        if let waitingSince { waited = waited + (now - waitingSince) }
        if waited >= TimeAmount(limits.bodyTimeout) { return true }
        let counted = waited - TimeAmount(limits.bodyGrace)
        guard counted > .zero else { return false }
        return Double(byteCount) < Double(limits.bodyRate) * (Double(counted.nanoseconds) / 1e9)
    }
}
