// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a CSV file may take in memory at once: the wanted fields of one row, never the file.
///
/// Columns that are not wanted may hold cells of any length.
public struct CSVLimits: Hashable, Sendable {
    /// The longest field, in bytes without its quotation marks.
    public var fieldBytes = 1 << 16
    /// The longest row, in bytes without quotation marks and separators; of the header, in bytes of the file.
    public var recordBytes = 1 << 22
    /// The most fields in a row.
    public var fields = 1 << 16

    /// The default limits: 64 KiB a field, 4 MiB and 65,536 fields a row.
    public init() {}
}
