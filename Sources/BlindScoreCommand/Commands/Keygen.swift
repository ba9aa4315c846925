// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import KeyFiles
import Paillier
import WireFormats

struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a key pair.",
        discussion: """
            Whoever has the key file can read everything that is encrypted with it: it is written for its owner's eyes only, and an \
            existing file is never overwritten. With a passphrase the file alone is worth nothing; on a terminal the command asks for \
            one. Without a passphrase the key stands in the file unprotected.

            With --from the key is that of an existing file, of python-paillier for example: the new file has the proof that native \
            requests need, and another passphrase or none.
            """)

    @Option(help: ArgumentHelp("The key file to write, JSON.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("A second file with the public key alone, JSON.", valueName: "file"))
    var publicOutput: String?

    @Option(
        help: ArgumentHelp("The length of the modulus: 2048, 3072 or 4096; 3072 unless given.", valueName: "length"))
    var bits: Int?

    @Option(
        help: ArgumentHelp(
            "A file whose one line is the passphrase to protect the key with; - is standard input.", valueName: "file"))
    var passphraseFile: String?

    @Flag(help: "Does not ask for a passphrase.")
    var noPassphrase = false

    @Option(help: ArgumentHelp("A private key file to take the key from, instead of making one.", valueName: "file"))
    var from: String?

    @Option(
        help: ArgumentHelp("The passphrase of the file that --from names, like --passphrase-file.", valueName: "file"))
    var fromPassphraseFile: String?

    func validate() throws {
        guard bits.map({ (try? KeySize(bits: $0)) != nil }) ?? true else {
            throw ValidationError("--bits must be 2048, 3072 or 4096")
        }
        guard bits == nil || from == nil else {
            throw ValidationError("--from takes the length of its key, not --bits")
        }
        guard from != nil || fromPassphraseFile == nil else {
            throw ValidationError("--from-passphrase-file is for --from")
        }
        guard !noPassphrase || passphraseFile == nil else {
            throw ValidationError("--no-passphrase and --passphrase-file exclude each other")
        }
    }

    func run() throws {
        let source = try from.map { path throws(CommandFailure) in
            try KeyFile(path, passphraseFile: fromPassphraseFile, option: "--from-passphrase-file")
        }
        let passphraseFile = try InputFile.ofPassphrase(passphraseFile)
        let inputs = (source?.inputs ?? []) + (passphraseFile.map { [$0] } ?? [])
        let privateFile = try OutputFile(output, inputs: inputs, access: .owner, existing: .isKept)
        let publicFile = try publicOutput.map { path throws(CommandFailure) in
            try OutputFile(path, inputs: inputs, other: privateFile, existing: .isKept)
        }
        let old = try source?.privateKeyAndSeal()
        let passphrase = try newPassphrase(passphraseFile, of: privateFile, wasSealed: old?.isSealed ?? false)
        let key = old?.key ?? newKey()
        if let passphrase {
            try privateFile.write(sealedText(of: key, passphrase))
        } else {
            try key.withUnencryptedJSONText { (text) throws(CommandFailure) in try privateFile.write(text) }
        }
        try publicFile?.write(ProvenPublicKey(key).jsonText())
        try OutputFile.commit([privateFile, publicFile].compactMap(\.self))
    }

    /// The passphrase of the new file, from wherever it comes.
    ///
    /// - Throws: `usage` when a key would lose its passphrase without anybody having said so.
    private func newPassphrase(
        _ passphraseFile: InputFile?, of file: OutputFile, wasSealed: Bool
    ) throws(CommandFailure) -> Passphrase? {
        if let passphraseFile { return try passphraseFile.passphrase() }
        if noPassphrase { return nil }
        if let answer = try Passphrase.askForNew(of: file.name) { return answer.passphrase }
        guard !wasSealed else {
            throw CommandFailure(
                .usage, "name a passphrase for the new file with --passphrase-file, or say --no-passphrase")
        }
        return nil
    }

    private func sealedText(of key: PrivateKey, _ passphrase: Passphrase) throws(CommandFailure) -> [UInt8] {
        do { return try key.jsonText(sealedWith: passphrase) } catch {
            throw CommandFailure(ExitStatus(error.code), error.description)
        }
    }

    private func newKey() -> PrivateKey {
        // The option was checked.
        let size = bits.flatMap { try? KeySize(bits: $0) } ?? .default
        StandardError.showProgress("looking for two primes of \(size.bits / 2) bits …")
        defer { StandardError.showProgress("") }
        return PrivateKey.generate(size: size)
    }
}
