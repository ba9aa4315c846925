// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What an account may ask of a model, in rows times outputs.
package struct Budget: Hashable, Sendable {
    /// The name of the model.
    package let model: String
    /// What it may ask in all; nil when it may ask no more.
    package let allowed: Int64?
    /// What it has asked, requests in work included.
    package let used: Int64

    /// What is left; nil without access.
    package var left: Int64? { allowed.map { max(0, $0 - used) } }
}

extension Budget: Decodable, FetchableRecord {}
