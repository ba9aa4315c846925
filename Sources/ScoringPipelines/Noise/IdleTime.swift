// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Does what can wait, a little at a time, while there is no other work.
final class IdleTime: Sendable {
    /// How long there must have been no work: the gaps between the pieces of one request are shorter.
    static let pause = DispatchTimeInterval.milliseconds(50)

    private struct State {
        var workCount = 0
        /// Whether work has ended since what can wait was last looked through.
        var isWanted = false
        var isRunning = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "blindscore.idle", qos: .background)

    /// What can wait stops when the little that it does is done.
    func workBegins() {
        state.withLock { $0.workCount += 1 }
    }

    /// Goes on with what can wait if that was all.
    ///
    /// - Parameter step: Does a little, and says whether there may be more.
    func workEnds(_ step: @escaping @Sendable () -> Bool) {
        let starts = state.withLock { state in
            state.workCount -= 1
            state.isWanted = true
            guard state.workCount == 0, !state.isRunning else { return false }
            state.isRunning = true
            return true
        }
        guard starts else { return }
        queue.asyncAfter(deadline: .now() + Self.pause) {
            while self.goesOn() {
                while self.isIdle, step() {}
            }
        }
    }

    private var isIdle: Bool { state.withLock { $0.workCount == 0 } }

    /// Whether what can wait is to be looked through again; if not, the next work that ends starts it.
    private func goesOn() -> Bool {
        state.withLock { state in
            let goesOn = state.isWanted && state.workCount == 0
            state.isWanted = false
            state.isRunning = goesOn
            return goesOn
        }
    }
}
