// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import ServiceLifecycle

/// A service that listens, and that says in one sentence where it cannot.
struct Listener: Service {
    private let service: any Service
    private let place: String

    /// - Parameters:
    ///   - service: What listens.
    ///   - place: Where, as part of a sentence.
    init(_ service: some Service, on place: String) { (self.service, self.place) = (service, place) }

    func run() async throws {
        do {
            try await service.run()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw StartFailure(.unavailable, "cannot listen on \(place): \(Self.reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let number = (error as? IOError)?.errnoCode else { return "there is no such address" }
        return switch number {
        case EADDRINUSE: "the port is taken"
        case EADDRNOTAVAIL: "the address is none of this machine"
        default: SystemError(number).description
        }
    }
}
