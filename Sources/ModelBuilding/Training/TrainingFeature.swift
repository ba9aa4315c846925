// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A feature of a table to learn from, and the columns that it makes.
public struct TrainingFeature: Hashable, Sendable {
    /// What its values are.
    public enum Kind: Hashable, Sendable {
        /// Numbers, in one column; `ifMissing` stands for those that are missing.
        case numeric(ifMissing: Double?)
        /// Levels: 2 to 64 texts, the first one the reference. Every other one makes a column of zeros and ones. `ifMissing` is the
        /// place of the level that stands for missing ones.
        case categorical(levels: [String], ifMissing: Int?)
    }

    /// The name in the header.
    public let name: String
    /// What its values are.
    public let kind: Kind

    /// A feature of numbers.
    public init(_ name: String) { self.init(name, .numeric(ifMissing: nil)) }

    init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }

    /// The names of its columns, for messages and tables.
    public var columnNames: [String] {
        switch kind {
        case .numeric: [name]
        case .categorical(let levels, _): levels.dropFirst().map { "\(name) = \($0)" }
        }
    }
}
