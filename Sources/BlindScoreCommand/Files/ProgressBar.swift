// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How far long work on the rows of a file has come: one line on standard error while a person watches.
final class ProgressBar {
    private let verb: String
    /// How much is done, from 0 to 1, at a number of rows; nil where nobody knows.
    private let fraction: (UInt64) -> Double?
    private let clock = ContinuousClock()
    private var lastShown: ContinuousClock.Instant?
    private static let width = 30

    /// - Parameters:
    ///   - verb: What happened to the rows: "encrypted".
    ///   - input: What is read, whose length the bar stands for.
    convenience init(_ verb: String, _ input: InputFile) { self.init(verb) { _ in input.fractionRead } }

    /// - Parameters:
    ///   - verb: What happened to the rows: "predicted".
    ///   - fraction: How much is done, from 0 to 1, at a number of rows; nil where nobody knows.
    init(_ verb: String, fraction: @escaping (UInt64) -> Double?) { (self.verb, self.fraction) = (verb, fraction) }

    /// Shows the number of rows done, ten times a second at most.
    func show(_ rows: UInt64) {
        guard StandardError.isTerminal else { return }
        let now = clock.now
        if let lastShown, now - lastShown < .milliseconds(100) { return }
        lastShown = now
        let bar = fraction(rows).map { fraction in
            let full = Int(fraction * Double(Self.width))
            return "[\(String(repeating: "#", count: full).padded(Self.width))] "
        }
        StandardError.showProgress("\(bar ?? "")\(Int(clamping: rows).grouped) rows \(verb)")
    }

    /// Clears the line.
    func end() { StandardError.showProgress("") }
}
