// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import NIOCore

/// The event that an application sends down its connection when it begins to read the body of a request.
struct RequestBodyDemand: Sendable {}

/// The body of a request, which says when it is wanted.
///
/// The connection reads ahead, so that it cannot see this itself; `100 Continue` depends on it.
struct DemandedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let base: RequestBody
    let channel: any Channel

    struct AsyncIterator: AsyncIteratorProtocol {
        private var base: RequestBody.AsyncIterator
        private var channel: (any Channel)?

        init(base: RequestBody.AsyncIterator, channel: any Channel) {
            self.base = base
            self.channel = channel
        }

        @concurrent mutating func next() async throws -> ByteBuffer? {
            if let channel {
                channel.triggerUserOutboundEvent(RequestBodyDemand(), promise: nil)
                self.channel = nil
            }
            return try await base.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator(), channel: channel)
    }
}
