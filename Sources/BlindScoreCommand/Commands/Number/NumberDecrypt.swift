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
        let target = try OutputFile(options.output, inputs: keyFile.inputs + [numberFile], access: .owner)
        let key = try keyFile.privateKey()
        let document = try numberFile.document()
        let hint = "most likely it was encrypted under another key than \(keyFile.name)"
        let number: PythonPaillierEncryptedNumber
        do throws(WireFormatError) {
            number = try PythonPaillierEncryptedNumber(document, under: key.publicKey)
        } catch {
            let isOfKey = error.code == .invalidCiphertext
            throw CommandFailure(.badInput, "\(numberFile.name): \(error)" + (isOfKey ? "; \(hint)" : ""))
        }
        let decoded: PythonPaillierDecodedNumber
        let isDoubtful: Bool
        do throws(UnboundedError) {
            let decrypted = try key.decrypt(number)
            decoded = try key.publicKey.decode(decrypted)
            isDoubtful = try key.publicKey.isNearlyTooLarge(decrypted)
        } catch {
            throw CommandFailure(.badInput, "\(numberFile.name): \(error); \(hint)")
        }
        try target.write(decoded.text + "\n")
        try OutputFile.commit(target)
        if isDoubtful { StandardError.write("\(numberFile.name): the number fills the key's whole range: \(hint)") }
    }
}
