// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import SecretMarks

/// Walks every path of a secret once, at 2048 bits, for Scripts/check-secret-paths, which runs it under Valgrind's memcheck.
///
/// A path is a function with a name of its own, by which the script tells whose fault it sees. It starts from secrets and
/// public numbers, ends in results that must be secret still, and publishes what its party sends away.
@main
struct SecretPaths {
    /// Whether the paths mark what is secret; the script's self-test leaves it out.
    static let marks = !CommandLine.arguments.contains("--unmarked")

    static func main() throws {
        guard marks_work() else { fatalError("this runs under Valgrind: see Scripts/check-secret-paths") }
        print("loaded", String(address_of_marks(), radix: 16))
        mark_random_numbers(marks)
        let generated = generateKey()
        let proven = try proveKey(generated)
        let key = try loadKey(generated)
        let columns = try encryptRows(key, for: proven)
        try encryptWithTables(key)
        try encryptCompact(key)
        try encryptWithPublicKey(proven.publicKey)
        try makeWeights()
        let answers = try score(columns, for: proven)
        try hideWithPool(answers, for: proven)
        try decrypt(answers, with: key)
    }

    /// Says that a path was walked to its end, and whether secrets arrived there.
    ///
    /// - Parameters:
    ///   - path: The path's name, that of its function.
    ///   - results: What it leads to.
    static func arrived(at path: StaticString = #function, _ results: any Markable...) {
        path_ends()
        let name = "\(path)".prefix { $0 != "(" }
        print("path \(name) \(results.allSatisfy { $0.isSecret } ? "secret" : "unmarked")")
    }

    static func markSecret(_ secret: some Markable) {
        if marks { secret.markSecret() }
    }

    // What all paths share: two outputs of a model with a number and a category of three levels, two rows.

    static let contract: Contract = {
        do {
            return try Contract(
                name: "paths", version: 1,
                features: [
                    Feature(name: "number", minimum: 0, maximum: 1),
                    Feature(name: "category", levels: ["a", "b", "c"]),
                ],
                outputs: [
                    Output(name: "first", minimum: -4, maximum: 4), Output(name: "second", minimum: -4, maximum: 4),
                ])
        } catch {
            fatalError("the contract is sound")
        }
    }()

    static let rowCount = 2
}
