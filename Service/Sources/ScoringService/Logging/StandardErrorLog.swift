// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// Lines on standard error, each of them whole, whoever writes at the same time.
///
/// They are written on a thread of their own: whoever reads them slowly, or not at all, holds up no request.
package enum StandardErrorLog {
    /// Lines that wait; what comes beyond is lost.
    private static let lineLimit = 10_000
    private static let waiting = Mutex(0)
    private static let queue = DispatchQueue(label: "blindscore.log", qos: .utility)

    /// Lets a line be written.
    ///
    /// What cannot be written is lost: there is nowhere else to say so.
    package static func write(_ line: String) {
        let hasPlace = waiting.withLock { count in
            guard count < lineLimit else { return false }
            count += 1
            return true
        }
        guard hasPlace else { return }
        queue.async {
            put(line)
            waiting.withLock { $0 -= 1 }
        }
    }

    /// Waits until what was written before is out, but no longer than a second: for the end of a program.
    package static func flush() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + 1)
    }

    private static func put(_ line: String) {
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
