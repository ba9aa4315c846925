// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What one request, and all of them together, may ask of a service.
package struct ScoringLimits: Sendable {
    /// The longest body in protobuf.
    package var bodyBytes = 32 << 20
    /// The longest body in JSON.
    package var jsonBodyBytes = 16 << 20
    /// The most rows of a request in JSON.
    package var jsonRows = 1000
    /// The most product-units of a request: groups × (columns + outputs), to which the work is proportional.
    package var productUnits = 200_000
    /// Requests that are scored at a time; each of them uses all cores.
    package var workers = 4
    /// Requests that wait for that.
    package var waiting = 64
    /// Keys whose proofs wait to be verified, one after the other.
    package var proofsWaiting = 32
    /// Registrations of an account within an hour.
    package var registrationsPerAccount = 120
    /// Registrations from an address within an hour.
    package var registrationsPerAddress = 240

    /// The limits that the documentation names.
    package init() {}
}
