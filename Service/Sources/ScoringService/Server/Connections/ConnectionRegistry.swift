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
        let address: String?
        let abort: @Sendable () -> Void
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var countPerAddress: [String: Int] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let limits: ConnectionLimits
    private let unlimitedAddresses: Set<String>

    /// How many connections may wait, beyond the limit, for the end of their refusal.
    private static let refusedCount = 64

    /// Makes the registry of a server.
    ///
    /// - Parameters:
    ///   - limits: How many connections there may be.
    ///   - unlimitedAddresses: Addresses, those of proxies, for which the limit per address does not hold.
    package init(limits: ConnectionLimits, unlimitedAddresses: Set<String> = []) {
        self.limits = limits
        self.unlimitedAddresses = unlimitedAddresses
    }

    /// The number of open connections.
    package var count: Int { state.withLock { $0.entries.count } }

    /// Enters a connection, which stays until ``remove(_:)`` whatever the verdict is.
    func insert(_ channel: any Channel, abort: @escaping @Sendable () -> Void) -> Verdict {
        let address = channel.remoteAddress.flatMap(Self.countedAddress)
        return state.withLock { state in
            var count = 0
            if let address, !unlimitedAddresses.contains(address) {
                count = state.countPerAddress[address, default: 0]
            }
            let verdict: Verdict =
                if state.isClosed || state.entries.count >= limits.connectionCount + Self.refusedCount {
                    .dropped
                } else if state.entries.count >= limits.connectionCount || count >= limits.connectionCountPerAddress {
                    .refused
                } else {
                    .served
                }
            state.entries[ObjectIdentifier(channel)] = Entry(address: address, abort: abort)
            if let address { state.countPerAddress[address, default: 0] += 1 }
            return verdict
        }
    }

    /// Takes a closed connection out.
    func remove(_ channel: any Channel) {
        state.withLock { state in
            guard let address = state.entries.removeValue(forKey: ObjectIdentifier(channel))?.address else { return }
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

    /// The address by which connections are counted: a host of IPv4, a network of IPv6, the smallest that one subscriber
    /// gets.
    static func countedAddress(_ address: SocketAddress) -> String? {
        guard let text = address.ipAddress, address.protocol == .inet6 else { return address.ipAddress }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        // ::ffff:192.0.2.1 is a host of IPv4 on a socket for both.
        if let last = groups.last, last.contains(".") { return String(last) }
        let leading = groups.prefix { !$0.isEmpty }
        let trailing = groups.dropFirst(leading.count).filter { !$0.isEmpty }
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - leading.count - trailing.count))
        return (leading + zeros + trailing).prefix(4).joined(separator: ":") + "::/64"
    }
}
