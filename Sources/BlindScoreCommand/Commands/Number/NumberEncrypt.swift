// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression

struct NumberEncrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt",
        abstract: "Encrypts a number.",
        discussion: """
            Whole numbers of any length stay exact. A negative number follows a --, as in: -- -3.25.
            """)

    @OptionGroup
    var options: NumberOptions

    @Argument(help: ArgumentHelp("The number, whole or decimal.", valueName: "number"))
    var number: PlainNumber

    func validate() throws { try number.validate() }

    func run() throws {
        let keyFile = try options.keyFile()
        let target = try OutputFile(options.output, inputs: keyFile.inputs)
        let key = try EncryptionKey(keyFile)
        // As pheutil does: the exponent must not tell how large the number is.
        let encoded = try number.encoded(under: key.publicKey, maximumExponent: -32)
        try key.encrypt([encoded])[0].write(to: target)
    }
}
