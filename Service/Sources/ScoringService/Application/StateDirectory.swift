// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of a state: an operator's, or a temporary one that goes with the process.
struct StateDirectory: Sendable {
    let url: URL
    private let isTemporary: Bool

    init(_ given: URL?) {
        isTemporary = given == nil
        url = given ?? FileManager.default.temporaryDirectory.appending(path: "blindscore-\(UUID().uuidString)")
    }

    /// Removes the folder if it is a temporary one.
    func remove() {
        // What stays has nobody's account in it.
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
