// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Foundation
public import Paillier

// What `localizedDescription` says of an error, which is what apps show: its own sentence. The modules below have no Foundation.

extension PaillierError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension ContractError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension ModelError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension RowError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension ScoringError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension AnswerError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension StreamError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension UnboundedError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}

extension WireFormatError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
