// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How much JSON a reader accepts before it gives up.
///
/// Reading takes at most four bytes of memory for each byte of the text, also of one that is encoded twice, and 200 for each
/// value: two thirds of a gibibyte within the limits that hold where none are given.
package struct JSONLimits: Sendable {
    /// The largest text, in bytes.
    package var bytes: Int
    /// The deepest nesting of lists and objects.
    package var depth: Int
    /// The largest number of values, which bounds the memory of the result.
    package var values: Int
    /// The most members of an object.
    package var members: Int

    /// 64 MiB, 64 levels, 2 million values, which is twice the largest model, and 256 members in an object.
    package init(bytes: Int = 64 << 20, depth: Int = 64, values: Int = 1 << 21, members: Int = 1 << 8) {
        (self.bytes, self.depth, self.values, self.members) = (bytes, depth, values, members)
    }
}
