// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import WireFormats

/// What every command about single numbers takes.
struct NumberOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The key file.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The file to write; without it, standard output.", valueName: "file"))
    var output = "-"

    @OptionGroup
    var passphrase: PassphraseOptions

    /// The key file, not read yet.
    func keyFile() throws(CommandFailure) -> KeyFile { try KeyFile(key, passphrase) }
}

extension PythonPaillierEncryptedNumber {
    /// Reads an encrypted number.
    static func read(_ file: InputFile, under key: PublicKey) throws(CommandFailure) -> PythonPaillierEncryptedNumber {
        try file.decode { (document) throws(WireFormatError) in try PythonPaillierEncryptedNumber(document, under: key)
        }
    }

    /// Writes the number as the only result of a command.
    func write(to target: OutputFile) throws(CommandFailure) {
        try target.write(jsonText())
        try OutputFile.commit(target)
    }
}
