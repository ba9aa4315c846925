// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Key files that other programs wrote: under a passphrase in `Vectors/`, and the ones inside them beside WireFormats' tests.
enum SealedFiles {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let place = name.hasPrefix("sealed-") ? "Vectors" : "../WireFormatsTests/Vectors"
        return Array(try Data(contentsOf: folder.appending(path: "\(place)/\(name)")))
    }
}
