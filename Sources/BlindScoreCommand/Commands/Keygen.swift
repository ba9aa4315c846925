// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes a key pair.")

    @Option(help: "Where.")
    var output: String
    @Option(help: "Where.")
    var publicOutput: String?
    @Option(help: "Input.")
    var input: [String] = []
    @Option(help: "Input.")
    var sleep: UInt32 = 0

    func run() throws {
        var inputs: [InputFile] = []
        for i in input { inputs.append(try InputFile(i)) }
        let out = try OutputFile(output, inputs: inputs, policy: .newPrivateFile)
        var o2: OutputFile?
        if let publicOutput { o2 = try OutputFile(publicOutput, inputs: inputs, other: out) }
        try out.write("secret\n")
        try o2?.write("public\n")
        if sleep > 0 { Foundation.sleep(sleep) }
        if let o2 { try OutputFile.commit(out, o2) } else { try OutputFile.commit(out) }
    }
}
