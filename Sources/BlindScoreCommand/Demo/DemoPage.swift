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
