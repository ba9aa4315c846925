// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The open connections of a server: how many, from where, and how each is closed at once.
package final class ConnectionRegistry: Sendable {
    /// What is to be done with a new connection.
    enum Verdict {
        /// It is served.
        case served
        /// It is told that there are too many.
        case refused
        /// It is closed without a word: the server has stopped, or too many are being told already.
        case dropped
    }

    private struct Entry {
        let address: IPAddress?
        let isServed: Bool
        let abort: @Sendable () -> Void
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        /// Connections that are served; the others are about to close, and take no place of theirs.
        var servedCount = 0
        var countPerAddress: [IPAddress: Int] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let limits: ConnectionLimits
    private let trustedProxies: TrustedProxies

    /// How many connections may wait, beyond the limits, for the end of their refusal.
    private static let refusedCount = 64

    /// Makes the registry of a server.
    ///
    /// - Parameters:
    ///   - limits: How many connections there may be.
    ///   - trustedProxies: Proxies, for which the limit per address does not hold: their connections are other clients'.
    package init(limits: ConnectionLimits, trustedProxies: TrustedProxies = TrustedProxies()) {
        self.limits = limits
        self.trustedProxies = trustedProxies
    }

    /// The number of open connections.
    package var count: Int { state.withLock { $0.entries.count } }

    /// Enters a connection, which stays until ``remove(_:)`` whatever the verdict is.
    func insert(_ channel: any Channel, abort: @escaping @Sendable () -> Void) -> Verdict {
        let peer = channel.remoteAddress.flatMap { IPAddress($0) }
        let address = peer.flatMap { trustedProxies.contains($0) ? nil : $0.limitScope }
        return state.withLock { state in
            let count = address.flatMap { state.countPerAddress[$0] } ?? 0
            let verdict: Verdict =
                if state.isClosed {
                    .dropped
                } else if state.servedCount < limits.connectionCount && count < limits.connectionCountPerAddress {
                    .served
                } else if state.entries.count - state.servedCount < Self.refusedCount {
                    .refused
                } else {
                    .dropped
                }
            let isServed = verdict == .served
            state.entries[ObjectIdentifier(channel)] = Entry(address: address, isServed: isServed, abort: abort)
            guard isServed else { return verdict }
            state.servedCount += 1
            if let address { state.countPerAddress[address, default: 0] += 1 }
            return verdict
        }
    }

    /// Takes a closed connection out.
    func remove(_ channel: any Channel) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: ObjectIdentifier(channel)), entry.isServed else {
                return
            }
            state.servedCount -= 1
            guard let address = entry.address else { return }
            let count = state.countPerAddress[address, default: 1] - 1
            state.countPerAddress[address] = count == 0 ? nil : count
        }
    }

    /// Closes every connection at once, whatever it is doing, and each one that is made afterwards.
    package func closeAll() {
        let entries = state.withLock { state in
            state.isClosed = true
            return state.entries.values
        }
        for entry in entries { entry.abort() }
    }
}
