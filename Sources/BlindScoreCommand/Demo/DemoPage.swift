// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The layout of the demonstration: headings, steps with a time behind them, indented tables.
struct DemoPage {
    private let output: OutputFile
    private static let margin = String(repeating: " ", count: 14)
    private static let widthBeforeTime = 82

    init(_ output: OutputFile) { self.output = output }

    /// A line as it is.
    func line(_ text: String = "") throws(CommandFailure) { try output.write(text + "\n") }

    /// The name of whoever acts from here on.
    func heading(_ text: String) throws(CommandFailure) { try line("\n" + text) }

    /// What somebody does, and how long it took.
    func step(_ label: String, _ text: String, _ time: Duration? = nil) throws(CommandFailure) {
        let start = "  " + label.padded(12) + text
        try line(time.map { start.padded(Self.widthBeforeTime) + $0.text.aligned(10) } ?? start)
    }

    /// A row of a table; columns of negative width are aligned to the right.
    func row(_ cells: [(text: String, width: Int)]) throws(CommandFailure) {
        let text = cells.map { $0.width < 0 ? $0.text.aligned(-$0.width) : $0.text.padded($0.width) }.joined()
        try line(Self.margin + text)
    }
}

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func aligned(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension Int {
    /// The number with commas between its thousands.
    var grouped: String { formatted(.number.locale(.posix)) }

    /// A size in bytes or kilobytes.
    var bytes: String { self < 1000 ? "\(self) bytes" : "\((Double(self) / 1000).text(1)) kB" }

    /// One thing or several.
    func of(_ singular: String, _ plural: String) -> String { "\(grouped) \(self == 1 ? singular : plural)" }
}

extension Double {
    /// The number with so many decimals.
    func text(_ decimals: Int) -> String { formatted(.number.precision(.fractionLength(decimals)).locale(.posix)) }

    /// The shortest text that reads back as this number, whole numbers without a point.
    var shortText: String { description.hasSuffix(".0") ? String(description.dropLast(2)) : description }

    /// One digit and a power of ten.
    var scientific: String { self == 0 ? "0" : formatted(.number.notation(.scientific).precision(.fractionLength(0)).locale(.posix)) }
}

extension Duration {
    /// The time in milliseconds below a tenth of a second, else in seconds.
    var text: String {
        let seconds = self / .seconds(1)
        return seconds < 0.0995 ? "\((seconds * 1000).text(1)) ms" : "\(seconds.text(2)) s"
    }
}

extension Locale {
    fileprivate static let posix = Locale(identifier: "en_US_POSIX")
}
