// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle

/// Forgets answers and keys that have had their time, now and then.
struct Pruning: Service {
    let state: ServiceState
    let logger: Logger
    var interval: Duration = .seconds(600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do throws(StateError) { try await state.prune() } catch {
                    logger.error("pruning failed", metadata: ["cause": "\(error)"])
                }
                // Cancelled with the service.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
