// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import WireFormats

struct NumberDecrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decrypt",
        abstract: "Decrypts a number and prints it.",
        discussion: """
            The format does not say which key a number belongs to: with another one the result is an error or a wrong number.
            """)

    @OptionGroup
    var options: NumberOptions

    @Argument(help: ArgumentHelp("The encrypted number; - is standard input.", valueName: "file"))
    var file: String

    func run() throws {
        let keyFile = try options.keyFile()
        let numberFile = try InputFile(file)
        let target = try OutputFile(options.output, inputs: keyFile.inputs + [numberFile])
        let key = try keyFile.privateKey()
        let number = try EncryptedNumber.read(numberFile, under: key.publicKey)
        let decoded = try numberFile.explaining { () throws(ExchangeError) in
            try key.publicKey.decode(key.decrypt(number))
        }
        try target.write(decoded.text + "\n")
        try OutputFile.commit(target)
    }
}
