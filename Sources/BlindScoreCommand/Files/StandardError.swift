// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Standard error: what a person should know beside the result.
enum StandardError {
    /// Whether a person watches.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes one line with the program's name in front.
    static func write(_ message: String) { writeRaw("blindscore: \(message.printable)\n") }

    /// Writes one line, unless nobody takes it: the end of a command waits a second for a full pipe, and no longer.
    static func writeUnlessBlocked(_ message: String) {
        var place = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&place, 1, 1000) == 1 else { return }
        write(message)
    }

    /// Shows how far long work has come, in one line that the next call replaces; only on a terminal.
    ///
    /// - Parameter line: What is going on, or an empty text to clear the line.
    static func showProgress(_ line: String) {
        guard isTerminal else { return }
        writeRaw("\r\u{1B}[K\(line)")
    }

    private static func writeRaw(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
