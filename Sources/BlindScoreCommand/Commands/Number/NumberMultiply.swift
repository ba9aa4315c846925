// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import WireFormats

struct NumberMultiply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "multiply",
        abstract: "Multiplies an encrypted number by a number.",
        discussion: """
            A negative number follows a --, as in: a.json -- -2.
            """)

    @OptionGroup
    var options: NumberOptions

    @Argument(help: ArgumentHelp("The encrypted number; - is standard input.", valueName: "file"))
    var file: String

    @Argument(help: ArgumentHelp("The number, whole or decimal.", valueName: "number"))
    var number: PlainNumber

    func validate() throws { try number.validate() }

    func run() throws {
        let keyFile = try options.keyFile()
        let numberFile = try InputFile(file)
        let target = try OutputFile(options.output, inputs: keyFile.inputs + [numberFile])
        let key = try keyFile.publicKey()
        let encrypted = try PythonPaillierEncryptedNumber.read(numberFile, under: key)
        let encoded = try number.encoded(under: key)
        let product = try numberFile.explaining { () throws(UnboundedError) in try key.multiply(encrypted, by: encoded)
        }
        try product.write(to: target)
    }
}
