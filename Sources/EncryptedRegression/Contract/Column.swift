// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One column of the protocol: a numeric feature, or a level of a categorical one.
package struct Column: Hashable, Sendable {
    /// The smallest value; 0 for a level.
    package let minimum: Double
    /// The largest value; 1 for a level.
    package let maximum: Double
    /// Whether the values are 0 and 1 and nothing else.
    package let isLevel: Bool
}

extension Feature {
    /// The feature's columns: the feature itself, or its levels without the reference.
    package var columns: [Column] {
        switch domain {
        case .numeric(let minimum, let maximum, _): [Column(minimum: minimum, maximum: maximum, isLevel: false)]
        case .categorical(let levels, _):
            Array(repeating: Column(minimum: 0, maximum: 1, isLevel: true), count: levels.count - 1)
        }
    }
}

extension Contract {
    /// The columns of all features in their order.
    package var columns: [Column] { features.flatMap { $0.columns } }
}
