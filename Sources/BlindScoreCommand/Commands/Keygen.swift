// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Paillier
import WireFormats

struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a key pair.",
        discussion: """
            Whoever has the key file can read everything that is encrypted with it: it is written for its owner's eyes only, and an \
            existing file is never overwritten. The key stands in it unprotected.
            """)

    @Option(help: ArgumentHelp("The key file to write, JSON.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("A second file with the public key alone, JSON.", valueName: "file"))
    var publicOutput: String?

    @Option(help: ArgumentHelp("The length of the modulus: 2048, 3072 or 4096.", valueName: "length"))
    var bits = 3072

    func validate() throws {
        guard KeySize(bits: bits) != nil else { throw ValidationError("--bits must be 2048, 3072 or 4096") }
    }

    func run() throws {
        guard let size = KeySize(bits: bits) else { return }
        let privateFile = try OutputFile(output, policy: .newPrivateFile)
        let publicFile = try publicOutput.map { path throws(CommandFailure) in
            try OutputFile(path, other: privateFile, policy: .newFile)
        }
        StandardError.showProgress("looking for two primes of \(bits / 2) bits …")
        let key = PrivateKey.generate(size: size)
        StandardError.showProgress("")
        try key.withUnencryptedJSONText { (text) throws(CommandFailure) in try privateFile.write(text) }
        try publicFile?.write(ProvenPublicKey(key).jsonText())
        try OutputFile.commit([privateFile, publicFile].compactMap(\.self))
    }
}
