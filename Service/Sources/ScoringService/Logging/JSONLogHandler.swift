// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Logging

/// A log of one JSON object a line: `time`, `level`, `logger`, `message` and, where there is any, `metadata`.
///
/// No text in a record can begin another one, or reach a terminal as anything but text.
package struct JSONLogHandler: LogHandler {
    /// What every record of this logger carries.
    package var metadata: Logger.Metadata = [:]
    /// What others add to each record.
    package var metadataProvider: Logger.MetadataProvider?
    /// The lowest level that is written.
    package var logLevel: Logger.Level

    private let label: String
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Date

    /// A handler.
    ///
    /// - Parameters:
    ///   - label: The logger's name.
    ///   - level: The lowest level that is written.
    ///   - now: The clock.
    ///   - write: Takes a line, its line feed included; may be called by several threads at once.
    package init(
        label: String, level: Logger.Level = .info, now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void = { StandardErrorLog.write($0) }
    ) {
        (self.label, logLevel, self.now, self.write) = (label, level, now, write)
    }

    /// One of the metadata that every record carries.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a record.
    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        // An error's description may quote what it was about; its type does not.
        if let error = event.error { all["error_type"] = .string(String(reflecting: type(of: error))) }
        var line = LogLine()
        line.add("time", now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        line.add("level", event.level.rawValue)
        line.add("logger", label)
        line.add("message", event.message.description)
        if !all.isEmpty { line.add("metadata", .dictionary(all)) }
        write(line.finished())
    }
}
