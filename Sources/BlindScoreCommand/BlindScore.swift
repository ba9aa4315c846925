// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

@main
struct BlindScore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blindscore",
        abstract: "Scores data it cannot see: linear models evaluated on Paillier-encrypted features.",
        version: "0.1.0-dev",
        subcommands: [
            Demo.self, Dataset.self, Train.self, ContractCommand.self, Keygen.self, Encrypt.self, Score.self,
            Decrypt.self, Predict.self, Number.self, Inspect.self, VerifyReceipt.self,
        ])

    /// Runs the command and turns whatever goes wrong into one sentence on standard error and an exit status.
    static func main() {
        Signals.reserveStandardDescriptors()
        Signals.prepare()
        do throws(CommandFailure) {
            try runCommand()
        } catch {
            StandardError.showProgress("")
            StandardError.write(error.message)
            TemporaryFiles.removeAllAndExit(error.status.rawValue)
        }
        TemporaryFiles.removeAllAndExit(EXIT_SUCCESS)
    }

    /// The command line, with the `--` put in that `number … -2` lacks: options begin with a dash, and so do negative numbers.
    private static var arguments: [String] {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "number", !arguments.contains("--"), let last = arguments.last, last.hasPrefix("-"),
            PlainNumber(text: last) != nil
        {
            arguments.insert("--", at: arguments.count - 1)
        }
        return arguments
    }

    private static func runCommand() throws(CommandFailure) {
        // The replacement character stands for bytes that are no text: a path with it would name another file.
        guard !CommandLine.arguments.contains(where: { $0.contains("\u{FFFD}") }) else {
            throw CommandFailure(.usage, "an argument is not valid UTF-8")
        }
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            // The argument parser asks for help to be shown, or reports wrong usage.
            switch exitCode(for: error) {
            case .success: try OutputFile.writeStandardOutput(fullMessage(for: error) + "\n")
            case .validationFailure: throw CommandFailure(.usage, usageSentence(for: error))
            default: throw CommandFailure(.internalFault, "internal fault: \(error)")
            }
        }
    }

    /// The parser's complaint and where to find help, as one sentence.
    private static func usageSentence(for error: any Error) -> String {
        // The sentence goes on behind the complaint.
        let complaint = message(for: error).replacing(". Please", with: ": please").trimmingCharacters(in: [" ", "."])
        let hint = fullMessage(for: error).split(separator: "\n").last?.trimmingCharacters(in: .whitespaces)
        return complaint.prefix(1).lowercased() + complaint.dropFirst()
            + (hint.map {
                $0.hasPrefix("See ") ? "; s" + $0.dropFirst().replacing(" for more information.", with: "") : ""
            } ?? "")
    }
}
