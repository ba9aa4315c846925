// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One input of a model: its name, its unit, and the range that its values lie in.
public struct Feature: Hashable, Sendable {
    /// The name, which is also the name of the column that holds the feature.
    public var name: String
    /// The unit of the values, for people; may be empty.
    public var unit: String
    /// The smallest value.
    public var minimum: Double
    /// The largest value.
    public var maximum: Double

    /// A feature as its model's owner describes it; checked when it becomes part of a ``Contract``.
    public init(name: String, unit: String = "", minimum: Double, maximum: Double) {
        self.name = name
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
    }
}
