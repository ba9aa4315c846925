// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Lines on standard error, each of them whole, whoever writes at the same time.
package enum StandardErrorLog {
    private static let turn = Mutex(())

    /// Writes a line; blocks while standard error does.
    ///
    /// What cannot be written is lost: there is nowhere else to say so.
    package static func write(_ line: String) {
        turn.withLock { _ in
            var rest = Array(line.utf8)[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
