// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import WireFormats

struct NumberAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds two encrypted numbers.")

    @OptionGroup
    var options: NumberOptions

    @Argument(help: ArgumentHelp("An encrypted number; - is standard input.", valueName: "first"))
    var first: String

    @Argument(help: ArgumentHelp("Another one under the same key.", valueName: "second"))
    var second: String

    func run() throws {
        let keyFile = try options.keyFile()
        let files = [try InputFile(first), try InputFile(second)]
        let target = try OutputFile(options.output, inputs: keyFile.inputs + files)
        let key = try keyFile.publicKey()
        let numbers = [
            try PythonPaillierEncryptedNumber.read(files[0], under: key),
            try PythonPaillierEncryptedNumber.read(files[1], under: key),
        ]
        let sum = try files[1].explaining { () throws(UnboundedError) in try key.add(numbers[0], numbers[1]) }
        try sum.write(to: target)
    }
}
