// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of a state: an operator's, or a temporary one that goes with the process.
struct StateDirectory: Sendable {
    let url: URL
    private let isTemporary: Bool

    init(_ given: URL?) throws(StartFailure) {
        isTemporary = given == nil
        url = given ?? FileManager.default.temporaryDirectory.appending(path: "blindscore-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartFailure(.cannotCreate, "cannot create the folder \(url.path(percentEncoded: false))")
        }
    }

    /// Removes the folder if it is a temporary one.
    func remove() {
        // A file that stays has no account but a demonstration's in it.
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
