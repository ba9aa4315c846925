// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How much JSON a reader accepts before it gives up.
package struct JSONLimits: Sendable {
    /// The largest text, in bytes.
    package var bytes: Int
    /// The deepest nesting of lists and objects.
    package var depth: Int
    /// The largest number of values, which bounds the memory of the result.
    package var values: Int

    /// 64 MiB, 64 levels, 4 million values: four times the largest model.
    package init(bytes: Int = 64 << 20, depth: Int = 64, values: Int = 1 << 22) {
        (self.bytes, self.depth, self.values) = (bytes, depth, values)
    }
}
