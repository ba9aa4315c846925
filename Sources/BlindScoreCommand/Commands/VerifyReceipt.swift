// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Receipts
import WireFormats

struct VerifyReceipt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-receipt", abstract: "Checks a service's signed receipt of a request and its answer.",
        discussion: """
            A receipt is evidence of what was asked, answered and billed, and when. It is none of right computation. The service's key \
            must have come from the service by a way that is trusted.
            """)

    @Option(help: ArgumentHelp("The receipt.", valueName: "file"))
    var receipt: String

    @Option(help: ArgumentHelp("The request as it was sent.", valueName: "file"))
    var request: String

    @Option(help: ArgumentHelp("The answer as it was received.", valueName: "file"))
    var answer: String

    @Option(help: ArgumentHelp("The service's receipt key.", valueName: "file"))
    var serverKey: String

    func run() throws {
        let receiptFile = try InputFile(receipt)
        let receipt = try receiptFile.decode(Receipt.init)
        let key = try InputFile(serverKey).decode(ReceiptKey.init)
        let request = try hash(InputFile(self.request, limit: .max))
        let answer = try hash(InputFile(self.answer, limit: .max))
        try receiptFile.explaining { () throws(ReceiptError) in
            try receipt.verify(key, request: request, answer: answer)
        }
        let statement = receipt.statement
        try OutputFile.writeStandardOutput(
            """
            \(receiptFile.name): valid
            contract id: \(statement.contractID)
            key id: \(statement.keyID)
            slots: \(statement.slots)
            time: \(statement.timeText)

            """)
    }

    private func hash(_ file: InputFile) throws(CommandFailure) -> BodyHash {
        try BodyHash { () throws(CommandFailure) in try file.nextChunk() }
    }
}
