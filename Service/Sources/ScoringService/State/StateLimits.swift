// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What the state keeps, how much of it and for how long.
package struct StateLimits: Hashable, Sendable {
    /// Client keys that an account may have registered at a time.
    package var keysPerAccount = 64
    /// Days after its last use at which a registered key is forgotten.
    package var keyDays = 90
    /// Hours for which an answer is kept at least, so that a request sent again finds it.
    package var answerHours = 24
    /// Bytes of answers and receipts that are kept, those in work included at the most that they may become.
    package var answerBytes: Int64 = 4 << 30
    /// The most bytes of the database's file; nil leaves that to the disk.
    package var databaseBytes: Int64?

    /// The limits that hold unless an operator says otherwise.
    package init() {}
}
