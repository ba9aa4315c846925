// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import Synchronization

extension BlindScoreClient {
    /// A new key for a client, from the system's random generator; blocks no thread of Swift's pool.
    ///
    /// `PrivateKey.generate(size:)` blocks its thread instead.
    ///
    /// - Parameter size: The modulus's length.
    /// - Returns: The key.
    /// - Throws: `CancellationError` when the task is cancelled: before the next candidate for a prime is tried.
    public static func generateKey(size: KeySize = .default) async throws -> PrivateKey {
        let isCancelled = Flag()
        return try await withTaskCancellationHandler {
            try await OrderedMap.offload {
                try PrivateKey.generate(size: size) { () throws(CancellationError) in
                    if isCancelled.value.load(ordering: .relaxed) { throw CancellationError() }
                }
            }
        } onCancel: {
            isCancelled.value.store(true, ordering: .relaxed)
        }
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }
}
