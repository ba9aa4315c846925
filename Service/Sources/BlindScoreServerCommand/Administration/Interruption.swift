// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import ScoringService

/// What a signal does to a command that writes a file.
enum Interruption {
    /// Makes a signal that ends the command remove its unfinished files first.
    ///
    /// One that the parent process chose to ignore (`nohup`) stays ignored.
    static func removesUnfinishedFiles() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            guard unsafe unsafeBitCast(signal(number, SIG_IGN), to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
            else {
                continue
            }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // A source works as long as somebody holds it: its own handler.
                withExtendedLifetime(source) {}
                PrivateCopy.removeUnfinished()
                _exit(128 + number)
            }
            source.activate()
        }
    }
}
