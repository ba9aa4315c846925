// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Number: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Works with single encrypted numbers, interchangeable with pheutil.",
        discussion: """
            Files of keys and of numbers are those of pheutil; - is standard input, and the result goes to standard output unless \
            --output names a file. Negative numbers follow a --.
            """,
        subcommands: [
            NumberEncrypt.self, NumberDecrypt.self, NumberAdd.self, NumberAddPlain.self, NumberMultiply.self,
        ])
}
