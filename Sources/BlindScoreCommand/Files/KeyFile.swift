// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import KeyFiles
import Paillier
import SecretMemory
import WireFormats

/// What every command with a key takes beside it.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file whose one line is the passphrase of the key; - is standard input. Without it, the terminal asks.",
            valueName: "file"))
    var passphraseFile: String?
}

/// A key file, and what opens it where it has a passphrase.
struct KeyFile {
    private let file: InputFile
    private let passphraseFile: InputFile?
    private let passphraseOption: String

    /// Opens the files and reads neither.
    init(_ path: String, _ options: PassphraseOptions) throws(CommandFailure) {
        try self.init(path, passphraseFile: options.passphraseFile, option: "--passphrase-file")
    }

    init(_ path: String, passphraseFile: String?, option: String) throws(CommandFailure) {
        file = try InputFile(path)
        self.passphraseFile = try InputFile.ofPassphrase(passphraseFile)
        passphraseOption = option
    }

    /// The name for messages.
    var name: String { file.name }

    /// What is read, so that no output overwrites it.
    var inputs: [InputFile] { [file] + (passphraseFile.map { [$0] } ?? []) }

    /// Reads the file as JSON.
    func document() throws(CommandFailure) -> JSONDocument { try file.document() }

    /// The public key, which takes no passphrase.
    func publicKey() throws(CommandFailure) -> PublicKey { try file.decode(PublicKey.init) }

    /// The private key.
    func privateKey() throws(CommandFailure) -> PrivateKey { try privateKey(document()) }

    /// The private key, and whether it was under a passphrase.
    func privateKeyAndSeal() throws(CommandFailure) -> (key: PrivateKey, isSealed: Bool) {
        let document = try document()
        return (try privateKey(document), document.kind == .sealedPrivateKey)
    }

    /// The private key that the file's content holds.
    ///
    /// - Throws: `wrongKey` for another passphrase, `usage` when there is neither a passphrase nor a terminal to ask, `badInput` for
    ///   a file that holds no private key.
    func privateKey(_ document: JSONDocument) throws(CommandFailure) -> PrivateKey {
        guard document.kind == .sealedPrivateKey else {
            let key = try explaining { () throws(WireFormatError) in try PrivateKey(document) }
            reportUnused()
            return key
        }
        let sealed = try explaining { () throws(WireFormatError) in try SealedPrivateKey(document) }
        if let passphraseFile {
            let passphrase = try passphraseFile.passphrase()
            return try explaining { () throws(WireFormatError) in try sealed.open(passphrase) }
        }
        var attempts = 3
        while true {
            guard let passphrase = try Passphrase.ask("Passphrase for \(name): ") else {
                throw CommandFailure(.usage, "\(name) has a passphrase: \(passphraseOption) says where it stands")
            }
            do throws(WireFormatError) {
                return try sealed.open(passphrase)
            } catch {
                attempts -= 1
                guard error.code == .wrongPassphrase, attempts > 0 else { throw failure(error) }
                StandardError.write("\(name): \(error)")
            }
        }
    }

    /// Makes something of the file's content, naming the file in whatever is wrong with it.
    func explaining<Value>(_ body: () throws(WireFormatError) -> Value) throws(CommandFailure) -> Value {
        do { return try body() } catch { throw failure(error) }
    }

    /// Says that a passphrase was given for nothing: its owner may think that it protects something.
    func reportUnused() {
        guard let passphraseFile else { return }
        StandardError.write("\(name) has no passphrase: \(passphraseFile.name) is not used")
    }

    private func failure(_ error: WireFormatError) -> CommandFailure {
        CommandFailure(ExitStatus(error.code), "\(name): \(error)")
    }
}

extension InputFile {
    /// Opens the file of a passphrase; a terminal as standard input is none, since it would show what is typed.
    static func ofPassphrase(_ path: String?) throws(CommandFailure) -> InputFile? {
        guard let path, path != "-" || isatty(STDIN_FILENO) == 0 else { return nil }
        return try InputFile(path)
    }

    /// Reads a passphrase: the only line of the file.
    func passphrase() throws(CommandFailure) -> Passphrase {
        try withContent { (bytes) throws(CommandFailure) in
            var line = bytes[...]
            if line.last == UInt8(ascii: "\n") { line.removeLast() }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            return try explaining { () throws(WireFormatError) in try Passphrase(line) }
        }
    }
}

extension Passphrase {
    /// Asks on the terminal; nil without one.
    ///
    /// - Throws: `usage` for an answer that can be no passphrase.
    static func ask(_ question: String) throws(CommandFailure) -> Passphrase? {
        guard var line = try Terminal.secretLine(question) else { return nil }
        defer { wipe(&line) }
        return try make(line)
    }

    /// What a person wants to protect a key with.
    struct Answer {
        /// Nil for nothing.
        let passphrase: Passphrase?
    }

    /// Asks twice for a new passphrase; nil when there is nobody to ask.
    ///
    /// - Throws: `usage` when the answers keep differing or can be no passphrase.
    static func askForNew(of name: String) throws(CommandFailure) -> Answer? {
        guard StandardError.isTerminal else { return nil }
        for _ in 0..<3 {
            guard var line = try Terminal.secretLine("Passphrase for \(name), empty for none: ") else { return nil }
            defer { wipe(&line) }
            if line.isEmpty { return Answer(passphrase: nil) }
            let passphrase = try make(line)
            guard var again = try Terminal.secretLine("The same once more: ") else { return nil }
            defer { wipe(&again) }
            if line.elementsEqual(again) { return Answer(passphrase: passphrase) }
            StandardError.write("the two passphrases differ")
        }
        throw CommandFailure(.usage, "no passphrase was given twice alike")
    }

    private static func make(_ line: [UInt8]) throws(CommandFailure) -> Passphrase {
        do { return try Passphrase(line) } catch { throw CommandFailure(.usage, error.description) }
    }
}
