// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One output of a model: its name, its unit, its link, and the range of its linear predictor.
public struct Output: Hashable, Sendable {
    /// The name, which is also the name of the column that predictions are written to.
    public var name: String
    /// The unit of the predictions, for people; may be empty.
    public var unit: String
    /// What turns the linear predictor into the prediction.
    public var link: Link
    /// The lower end of the range that the accuracy is relative to: no row inside the feature ranges has a smaller linear predictor,
    /// or with headroom g none that is further than 2^g times as far below the range's centre.
    public var minimum: Double
    /// The upper end, likewise.
    public var maximum: Double

    /// An output as its model's owner describes it; checked when it becomes part of a ``Contract``.
    public init(name: String, unit: String = "", link: Link = .identity, minimum: Double, maximum: Double) {
        self.name = name
        self.unit = unit
        self.link = link
        self.minimum = minimum
        self.maximum = maximum
    }
}
