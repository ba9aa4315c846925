// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// A random source that gives the words it was told, then goes on with a seeded generator.
///
/// Lets a test choose what a sampler draws, for instance every exponent in turn.
package struct ScriptedSource: RandomSource, Sendable {
    private var script: ArraySlice<UInt64>
    private var rest: SeededGenerator

    /// How many words were drawn so far.
    package private(set) var drawnCount = 0

    /// A source that gives `script` first.
    package init(_ script: [UInt64], thenSeed seed: UInt64 = 0) {
        self.script = script[...]
        rest = SeededGenerator(seed: seed)
    }

    /// Whether the whole script was drawn.
    package var isExhausted: Bool { script.isEmpty }

    /// Overwrites `words` with the next words of the script.
    package mutating func fill(_ words: inout MutableSpan<UInt64>) {
        for index in words.indices { words[index] = script.popFirst() ?? rest.next() }
        drawnCount += words.count
    }
}
