// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Receipts
import ScoringClient
import WireFormats

/// Where `predict` keeps what `verify-receipt` takes: three files for each request, named by its id, and the service's key.
struct ReceiptFolder: Sendable {
    private let path: String

    /// Makes the folder, unless it is there, and puts the service's key into it.
    ///
    /// - Throws: `cannotCreate`, also where the receipts in the folder were signed with another key; `badInput` where its key's file is none.
    init(_ path: String, _ key: ReceiptKey) throws(CommandFailure) {
        self.path = path
        if !FileIdentity.nameExists(path) {
            do throws(SystemError) { try OutputFile.makeFolder(path) } catch {
                throw CommandFailure(.cannotCreate, "cannot create \(path): \(error.description)")
            }
        }
        let name = "\(path)/receipt-key.json"
        if FileIdentity.nameExists(name) {
            guard try InputFile(name).decode(ReceiptKey.init) == key else {
                throw CommandFailure(
                    .cannotCreate,
                    "\(name) is not the key that the service signs receipts with: name another folder for --receipts")
            }
        } else {
            let output = try OutputFile(name)
            try output.write(key.jsonText())
            try OutputFile.commit(output)
        }
    }

    /// Writes the files of one request: all of them, or none.
    func keep(_ billed: BilledAnswer) throws(CommandFailure) {
        let contents = [
            ("request.bin", billed.request), ("answer.bin", billed.answer), ("receipt.json", billed.receipt.jsonText()),
        ]
        let outputs = try contents.map { (ending, bytes) throws(CommandFailure) in
            let output = try OutputFile("\(path)/\(billed.requestID).\(ending)", access: .owner)
            try output.write(bytes)
            return output
        }
        try OutputFile.commit(outputs)
    }
}
