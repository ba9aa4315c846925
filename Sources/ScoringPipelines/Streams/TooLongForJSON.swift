// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import WireFormats

/// A request or answer would be longer than JSON files may be; the binary encoding has no such limit.
public struct TooLongForJSON: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in a few words.
    public let description: String

    init(_ reason: String) { description = reason }

    /// More rows than JSON holds.
    package static let rows = TooLongForJSON("JSON holds at most \(StreamEncoding.json.rowLimit) rows")
}

extension TooLongForJSON: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
