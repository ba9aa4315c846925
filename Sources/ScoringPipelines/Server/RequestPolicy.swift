// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// Which requests a server answers; the others are refused before anything is computed.
public struct RequestPolicy: Sendable {
    /// Gives the key of an id if it is registered; nil: every key whose proof holds counts.
    ///
    /// Requests under other keys are refused with `keyNotRegistered`.
    public var registeredKey: (@Sendable (KeyID) -> ProvenPublicKey?)?
    /// The most rows of a request, refused with `limitExceeded`.
    public var rowLimit: UInt64

    /// Without arguments, requests of any number of rows under any key whose proof holds.
    public init(rowLimit: UInt64 = .max, registeredKey: (@Sendable (KeyID) -> ProvenPublicKey?)? = nil) {
        self.rowLimit = rowLimit
        self.registeredKey = registeredKey
    }

    /// The key of an id whose proof need not be checked: of those that are remembered, or of those that are registered.
    func knownKey(_ noise: NoiseReservoirs) -> @Sendable (KeyID) -> ProvenPublicKey? {
        guard let registeredKey else { return noise.provenKey }
        // Asked for even when it is registered: so the reservoirs learn that it came back.
        return { id in registeredKey(id).map { noise.provenKey(id) ?? $0 } }
    }
}
