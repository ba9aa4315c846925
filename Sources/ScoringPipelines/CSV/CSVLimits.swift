// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a CSV file may take in memory at once: one row, never the file.
public struct CSVLimits: Hashable, Sendable {
    /// The longest field, in bytes without its quotation marks.
    public var fieldBytes = 1 << 16
    /// The longest row, in bytes without quotation marks and separators.
    public var recordBytes = 1 << 22
    /// The most fields in a row.
    public var fields = 1 << 16

    /// The default limits: 64 KiB a field, 4 MiB and 65,536 fields a row.
    public init() {}
}
