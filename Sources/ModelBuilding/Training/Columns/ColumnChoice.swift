// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Which columns of a table to learn from, and how to read them.
public struct ColumnChoice: Hashable, Sendable {
    /// What to do about missing cells of features.
    public enum MissingCells: String, Hashable, Sendable, CaseIterable {
        /// Refuse the table.
        case reject
        /// Leave their rows out.
        case drop
        /// Put in the mean of the column, or its commonest level; a model made from it does the same to missing values later.
        case mean
    }

    /// The column to predict.
    public var target: String
    /// The column that says how much each row counts, if there is one; never a feature.
    public var weights: String?
    /// The features, in this order; nil for all columns.
    public var features: [String]?
    /// Columns that are no features.
    public var excluded: [String] = []
    /// Features that are categories though their cells may read as numbers.
    public var categorical: [String] = []
    /// What to do about missing cells of features. A missing target or weight is never made up: its row is left out under `drop`, and
    /// otherwise the table is refused.
    public var missingCells = MissingCells.reject
    /// Decides which targets there may be.
    public var family = Family.gaussian
    /// The level of a binomial target that counts as 1; nil for the second in the order of the bytes, or 1 itself.
    public var positiveLevel: String?

    /// All columns of a table but the target.
    public init(target: String) { self.target = target }

    /// Whether two names are the same: byte for byte, as in headers.
    static func isSame(_ name: String, _ other: String) -> Bool { name.utf8.elementsEqual(other.utf8) }
}

extension [String] {
    /// Whether a name is among these, byte for byte.
    func has(_ name: String) -> Bool { contains { ColumnChoice.isSame($0, name) } }
}
