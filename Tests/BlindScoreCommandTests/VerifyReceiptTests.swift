// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Receipts on the command line")
struct VerifyReceiptTests {
    let folder: Workspace

    init() throws {
        folder = try Workspace()
        let vectors = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../ReceiptsTests/Vectors")
        for name in ["receipt.json", "receipt-key.json", "request.bin", "answer.bin"] {
            try folder.write(Array(Data(contentsOf: vectors.appending(path: name))), to: name)
        }
    }

    private func verify(
        _ receipt: String = "receipt.json", _ request: String = "request.bin", _ answer: String = "answer.bin",
        _ key: String = "receipt-key.json"
    ) throws -> CommandRun {
        try CommandRun.blindscore(
            ["verify-receipt", "--receipt", receipt, "--request", request, "--answer", answer, "--server-key", key],
            in: folder)
    }

    @Test("a valid receipt says what it is for")
    func valid() throws {
        let run = try verify()
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix("receipt.json: valid\n") && run.output.contains("\nslots: 186\n"))
        #expect(run.output.hasSuffix("\ntime: 2026-11-26T21:05:00Z\n"))
        let inspection = try CommandRun.blindscore(["inspect", "receipt.json"], in: folder)
        #expect(inspection.status == 0 && inspection.output.contains("not verified here"))
    }

    @Test("what does not belong together is refused in one sentence")
    func refused() throws {
        #expect(
            try verify("receipt.json", "answer.bin").isOneSentence(
                status: 65, naming: "receipt.json: a receipt of another request"))
        #expect(
            try verify("receipt.json", "request.bin", "request.bin").isOneSentence(
                status: 65, naming: "a receipt of another answer"))
        try folder.write(folder.read("receipt.json").replacing("186", with: "187"), to: "changed.json")
        #expect(try verify("changed.json").isOneSentence(status: 65, naming: "changed.json: the signature"))
        try folder.write(folder.read("receipt-key.json").replacing("11qY", with: "21qY"), to: "other-key.json")
        #expect(
            try verify("receipt.json", "request.bin", "answer.bin", "other-key.json").isOneSentence(status: 65))
        #expect(try verify("receipt-key.json").isOneSentence(status: 65, naming: "expected a receipt, found"))
        #expect(try verify("nowhere.json").isOneSentence(status: 66, naming: "nowhere.json"))
        #expect(try verify("receipt.json", "nowhere.bin").isOneSentence(status: 66, naming: "nowhere.bin"))
    }
}
