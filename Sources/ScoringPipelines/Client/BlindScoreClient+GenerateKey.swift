// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import Synchronization

extension PrivateKey {
    /// A new key, from the system's random generator; blocks no thread of Swift's pool.
    ///
    /// - Parameter size: The modulus's length.
    /// - Returns: The key.
    /// - Throws: `CancellationError` when the task is cancelled: before the next candidate for a prime is tried.
    public static func generate(size: KeySize = .default) async throws -> PrivateKey {
        let isCancelled = Flag()
        return try await withTaskCancellationHandler {
            try await OrderedMap.offload {
                try generate(size: size) { () throws(CancellationError) in
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
