// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
package import WireFormats

extension Problem {
    /// What a client is told of any error that ends a request.
    ///
    /// Of an error that nobody foresaw the client learns nothing, and the log its type and number alone: descriptions may
    /// quote what the request held.
    package init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as WireFormatError: self.init(for: refusal)
        case let refusal as StateError: self.init(for: refusal)
        case let error as any HTTPResponseError: self.init(status: error.status.code, of: error)
        case is CancellationError: self = .shuttingDown
        default: self.init(.internalError, logged: Self.kind(of: error))
        }
    }

    /// The refusal of a request or key file.
    package init(for error: WireFormatError) {
        let refusal = RefusalMessage(error)
        let code: Code =
            switch refusal.code {
            case .keyNotRegistered: .keyNotRegistered
            case .contractMismatch: .contractMismatch
            case .limitExceeded: .workLimit
            case .invalidKey: .invalidKey
            default: .invalidRequest
            }
        self.init(code, refusal.message, path: refusal.path)
    }

    /// The framework's own errors; their messages may quote the request and are dropped.
    private init(status: Int, of error: any Error) {
        switch status {
        case 404: self.init(.notFound)
        case 408: self.init(.requestTimeout)
        case 413: self.init(.bodyTooLarge)
        case 415: self.init(.unsupportedMediaType)
        case 431: self.init(.headerTooLarge)
        case 400..<500: self.init(.badRequest)
        default: self.init(.internalError, logged: Self.kind(of: error))
        }
    }

    private static func kind(of error: any Error) -> String {
        "\(String(reflecting: Swift.type(of: error))), code \((error as NSError).code)"
    }
}
