// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringService

/// What a command says: its result on standard output, all else on standard error.
enum StandardStreams {
    /// Writes a text to standard output, which must take all of it.
    static func write(_ text: String) throws(CommandFailure) { try write(Array(text.utf8)) }

    /// Writes bytes to standard output, which must take all of them.
    static func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw CommandFailure(.cannotCreate, "cannot write to standard output")
        }
    }

    /// Writes a line with the program's name in front to standard error.
    static func writeError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Array("\(ScoringService.name): \(line)\n".utf8))
    }
}
