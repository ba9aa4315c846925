// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier

/// Registers a key with a service, once however many requests find that it is not registered.
actor KeyRegistration {
    private let service: ServiceConnection
    private let key: ProvenPublicKey
    private var running: Task<Void, any Error>?
    /// How often the key was registered.
    private(set) var count = 0

    init(service: ServiceConnection, key: ProvenPublicKey) { (self.service, self.key) = (service, key) }

    /// Registers the key, unless somebody did since.
    ///
    /// - Parameter seen: How often it had been registered when it was found not to be.
    /// - Returns: How often it has been registered now.
    /// - Throws: ``ServiceError``.
    @discardableResult
    func renew(after seen: Int) async throws -> Int {
        while count == seen {
            let task = running ?? Task { [service, key] in try await service.register(key) }
            running = task
            do {
                try await withTaskCancellationHandler {
                    try await task.value
                } onCancel: {
                    task.cancel()
                }
                if running == task { (running, count) = (nil, count + 1) }
            } catch {
                if running == task { running = nil }
                // Another one's cancellation is not this one's.
                guard error is CancellationError, !Task.isCancelled else { throw error }
            }
        }
        return count
    }
}
