// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The terminal that started the process, for questions whose answers nobody may read over a shoulder.
enum Terminal {
    private struct Silenced {
        let descriptor: Int32
        let settings: termios
    }

    private static let silenced = Mutex<Silenced?>(nil)

    /// Asks for one line without showing it.
    ///
    /// Standard input and output stay free for the command's files: the terminal is opened by its own name.
    ///
    /// - Parameter question: What stands in front of the cursor.
    /// - Returns: The bytes of the line, which the caller overwrites; nil when the process has no terminal.
    /// - Throws: `missingInput` when the terminal ends instead of answering.
    static func secretLine(_ question: String) throws(CommandFailure) -> [UInt8]? {
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard silence(descriptor) else { return nil }
        defer { restore() }
        write(question.printable, to: descriptor)

        // Room for the longest line that a terminal gives, so that no copy is left where a buffer grew.
        var line: [UInt8] = []
        line.reserveCapacity(4096)
        var byte: UInt8 = 0
        while true {
            let count: Int
            do {
                count = try systemCall { unsafe read(descriptor, &byte, 1) }
            } catch {
                throw CommandFailure(.missingInput, "cannot read from the terminal: \(error.description)")
            }
            guard count > 0 else {
                guard !line.isEmpty else { throw CommandFailure(.missingInput, "the terminal gave no passphrase") }
                return line
            }
            if byte == UInt8(ascii: "\n") { return line }
            // What is beyond the room is too long for a passphrase already.
            if line.count < 4096 { line.append(byte) }
        }
    }

    /// Ends the line of an open question and gives the terminal its echo back; safe from any thread.
    static func restore() {
        silenced.withLock { state in
            guard let open = state else { return }
            write("\n", to: open.descriptor)
            var settings = open.settings
            _ = unsafe tcsetattr(open.descriptor, TCSAFLUSH, &settings)
            state = nil
        }
    }

    /// Turns the echo off, and the key that would suspend the process and leave a mute terminal.
    private static func silence(_ descriptor: Int32) -> Bool {
        silenced.withLock { state in
            var settings = termios()
            guard unsafe tcgetattr(descriptor, &settings) == 0 else { return false }
            state = Silenced(descriptor: descriptor, settings: settings)
            settings.c_lflag &= ~tcflag_t(ECHO)
            // A shell that had this process in the background may have left the modes of its own line editor.
            settings.c_lflag |= tcflag_t(ICANON | ISIG)
            settings.c_iflag |= tcflag_t(ICRNL)
            unsafe withUnsafeMutableBytes(of: &settings.c_cc) { characters in
                unsafe characters[Int(VSUSP)] = UInt8(truncatingIfNeeded: fpathconf(descriptor, Int32(_PC_VDISABLE)))
            }
            guard unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0 else {
                state = nil
                return false
            }
            return true
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) }
    }
}
