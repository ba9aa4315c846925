// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

extension PrivateKey {
    /// A fresh key; blocks no thread of Swift's pool.
    ///
    /// - Parameter size: The size of the modulus.
    /// - Throws: `CancellationError` when the task is cancelled.
    public static func generate(size: KeySize = .bits3072) async throws -> PrivateKey {
        try await OrderedMap.offload { generate(size: size) }
    }
}
