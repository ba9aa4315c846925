// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier
import Synchronization
import WireFormats

extension Problem {
    /// Somebody took the wrong one of two files; a proxy may have read it too.
    fileprivate static let privateKey = Problem(
        .invalidKey,
        "This is a private key, which nobody but its owner may have: it counts as lost, so make another one, and send the file of --public-output."
    )
}

/// The keys that accounts have registered: in the state, and those used last in memory with the knowledge that their proofs hold.
///
/// A proof is verified when its key is registered, and once more when a key is used first after a start. It takes as long as
/// some encryptions, so that has a queue of its own, where strangers with keys wait for each other and for nobody else.
package final class KeyRegistry: Sendable {
    /// Keys that are kept in memory; the others cost their proof again.
    static let memoryLimit = 1024

    private struct Memory {
        var keys: [KeyID: (key: ProvenPublicKey, lastUse: UInt64)] = [:]
        var clock: UInt64 = 0

        mutating func use(_ id: KeyID) -> ProvenPublicKey? {
            guard let known = keys[id] else { return nil }
            clock += 1
            keys[id] = (known.key, clock)
            return known.key
        }

        mutating func add(_ key: ProvenPublicKey) {
            if keys.count >= KeyRegistry.memoryLimit, let oldest = keys.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                keys[oldest.key] = nil
            }
            clock += 1
            keys[key.id] = (key, clock)
        }
    }

    private let state: ServiceState
    private let proofs: Admission
    private let memory = Mutex(Memory())

    /// A registry.
    ///
    /// - Parameters:
    ///   - state: Where keys are registered.
    ///   - proofs: Who verifies proofs at a time, and who waits for it.
    package init(_ state: ServiceState, proofs: Admission) {
        (self.state, self.proofs) = (state, proofs)
    }

    /// Registers a key for an account, or renews it.
    ///
    /// - Parameters:
    ///   - file: The text of a client-public-key.json.
    ///   - id: The id that the key must have.
    ///   - account: The account.
    /// - Returns: Whether the account had the key before.
    /// - Throws: `Problem`: `invalid-key`, `invalid-request`, `overloaded` and those of the state.
    package func register(
        _ file: [UInt8], as id: KeyID, for account: Account
    ) async throws -> KeyRegistration {
        let key = try await verified(file)
        guard key.id == id else {
            throw Problem(.invalidKey, "The address names the key \(id), the body is \(key.id).")
        }
        // What is stored is what was understood, whatever else stood in the file.
        return try await state.registerKey(key.jsonText(), id: id, account: account.id)
    }

    /// A key of an account.
    ///
    /// - Returns: nil if the account has not registered it.
    package func key(_ id: KeyID, of account: Account) async throws -> ProvenPublicKey? {
        guard let file = try await state.key(id, account: account.id) else { return nil }
        if let known = memory.withLock({ $0.use(id) }) { return known }
        return try await verified(file)
    }

    private func verified(_ file: [UInt8]) async throws -> ProvenPublicKey {
        // The id comes from the modulus alone, which is tested for primality: a key whose proof has been verified needs no other.
        let (document, id) = try await HeavyWork.run {
            let document = try JSONDocument(file, byteLimit: 1 << 16)
            guard ![.privateKey, .sealedPrivateKey, .pythonKeys].contains(document.kind) else {
                throw Problem.privateKey
            }
            return (document, try PublicKey(document).id)
        }
        if let known = memory.withLock({ $0.use(id) }) { return known }
        let key = try await proofs.admit { try await HeavyWork.run { try ProvenPublicKey(document) } }
        memory.withLock { $0.add(key) }
        return key
    }
}
