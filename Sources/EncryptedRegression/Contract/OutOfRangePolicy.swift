// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a client does with a finite value outside its feature's range.
public enum OutOfRangePolicy: Hashable, Sendable {
    /// Refuse the row.
    case reject
    /// Take the nearer end of the range instead.
    case clamp
}
