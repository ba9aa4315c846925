// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

/// The real `pheutil` (phe.command_line), which must be installed: `Scripts/test` sees to it.
@Suite("Exchange with the real pheutil")
struct PheutilTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "blindscore-\(UUID().uuidString)")

    /// Runs pheutil in the test's folder and returns what it prints.
    private func pheutil(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-m", "phe.command_line"] + arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "pheutil \(arguments) failed; are phe and click installed?")
        return String(decoding: text, as: UTF8.self)
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    private func document(_ name: String) throws -> JSONDocument {
        try JSONDocument(Array(try Data(contentsOf: folder.appending(path: name))))
    }

    @Test("pheutil uses our key files, whatever more they hold", arguments: ["structured-2048", "phe-3072"])
    func ourKeys(_ name: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = try KeyFixture.named(name).privateKey
        try key.withUnencryptedJSONText { try write($0, "private.json") }
        try write(ProvenPublicKey(key).jsonText(), "public.json")

        _ = try pheutil("encrypt", "--output", "number.json", "public.json", "--", "-3.25")
        #expect(try pheutil("decrypt", "private.json", "number.json") == "-3.25\n")
        let number = try PythonPaillierEncryptedNumber(document("number.json"), under: key.publicKey)
        try write(number.jsonText(), "again.json")
        #expect(try pheutil("decrypt", "private.json", "again.json") == "-3.25\n")
        // What pheutil takes out of our private key is a public key that we read, its proof included.
        _ = try pheutil("extract", "private.json", "extracted.json")
        #expect(try ProvenPublicKey(document("extracted.json")).publicKey == key.publicKey)
    }

    @Test("we read a key that pheutil generates now")
    func theirKey() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try pheutil("genpkey", "--keysize", "2048", "private.json")
        let key = try PrivateKey(document("private.json"))
        #expect(key.publicKey.size.bits == 2048)
    }
}
