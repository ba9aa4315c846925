// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What became of many damaged files: each was read or refused with a typed error, or the process would have ended.
package struct MutationTally<Code: Hashable & Sendable>: Sendable {
    /// How many were read all the same, because the damage made another valid file.
    package private(set) var accepted = 0
    /// How many were refused, by reason.
    package private(set) var refused: [Code: Int] = [:]

    /// Reads ``Mutator/count`` damaged files.
    ///
    /// - Parameters:
    ///   - mutator: Makes them.
    ///   - code: The reason in a refusal.
    ///   - read: Reads one, with its number; that it throws nothing but `Failure` is for the compiler to see.
    ///   - check: Looks at what was read.
    /// - Throws: What `check` throws.
    package init<Value, Failure: Error>(
        of mutator: Mutator, code: (Failure) -> Code, read: ([UInt8], Int) throws(Failure) -> Value,
        check: (Value) throws -> Void
    ) throws {
        for number in 0..<Mutator.count {
            let value: Value
            do throws(Failure) {
                value = try read(mutator.file(number), number)
            } catch {
                refused[code(error), default: 0] += 1
                continue
            }
            accepted += 1
            try check(value)
        }
    }

    /// Whether the mutations probed something: at least one in 200 was read, one in ten refused, for several reasons.
    package func isVaried(reasons: Int) -> Bool {
        accepted >= Mutator.count / 200 && accepted <= Mutator.count * 9 / 10 && refused.count >= reasons
    }
}

extension MutationTally: CustomStringConvertible {
    package var description: String {
        let reasons = refused.sorted { $0.value > $1.value }.map { "\($0.key): \($0.value)" }
        return "read: \(accepted), refused: \(reasons.joined(separator: ", "))"
    }
}
