// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Where a value stands in a JSON text, for messages: `features[3].minimum`.
package indirect enum JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// The whole text, written `$`.
    case root
    case member(of: JSONPath, name: String)
    /// An element of a list, counted from 0.
    case element(of: JSONPath, index: Int)

    package var description: String {
        switch self {
        case .root: "$"
        case .member(.root, let name): name
        case .member(let parent, let name): "\(parent).\(name)"
        case .element(let parent, let index): "\(parent)[\(index)]"
        }
    }
}
