// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension CSVReader {
    /// A reader of an open file or pipe, from where it stands.
    ///
    /// - Parameters:
    ///   - file: Stays the caller's to close.
    ///   - chunkBytes: How much to read at a time, at least 1.
    ///   - dialect: The separator and the decimal mark.
    ///   - limits: The longest fields and rows to accept.
    public init(
        _ file: FileHandle, chunkBytes: Int = 1 << 18, dialect: CSVDialect = CSVDialect(),
        limits: CSVLimits = CSVLimits()
    ) {
        self.init(dialect: dialect, limits: limits) {
            // Foundation's buffers are autoreleased on Apple platforms; without a pool they would pile up to the size of the file.
            try withoutPilingUp { [UInt8](try file.read(upToCount: max(1, chunkBytes)) ?? Data()) }
        }
    }

    /// A reader of bytes in memory.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - dialect: The separator and the decimal mark.
    ///   - limits: The longest fields and rows to accept.
    public init(_ bytes: [UInt8], dialect: CSVDialect = CSVDialect(), limits: CSVLimits = CSVLimits()) {
        var rest = bytes
        self.init(dialect: dialect, limits: limits) {
            defer { rest = [] }
            return rest
        }
    }
}

private func withoutPilingUp(_ body: () throws -> [UInt8]) rethrows -> [UInt8] {
    #if canImport(ObjectiveC)
        try autoreleasepool(invoking: body)
    #else
        try body()
    #endif
}
