// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier
import Synchronization

/// Decryptors of one key, one for each thread that decrypts at the same time.
///
/// A batch of groups, or the answer to one row, holds too few ciphertexts to pay for the randomness that a new decryptor draws: so
/// threads hand theirs on, and the pool keeps them, as many as ever worked at once. They are wiped when it goes.
final class DecryptorPool: Sendable {
    private final class Worker: Sendable {
        /// Locked by one thread at a time, since only that thread has the worker.
        let decryptor: Mutex<Decryptor>

        init(_ key: PrivateKey) {
            decryptor = Mutex(Decryptor(key))
        }
    }

    private let key: PrivateKey
    private let idle = Mutex<[Worker]>([])

    init(_ key: PrivateKey) {
        self.key = key
    }

    /// Decrypts a list in order.
    func decrypt(_ ciphertexts: [Ciphertext]) throws(PaillierError) -> [Plaintext] {
        let worker = idle.withLock { $0.popLast() } ?? Worker(key)
        defer { idle.withLock { $0.append(worker) } }
        return try worker.decryptor.withLock { (decryptor) throws(PaillierError) in try decryptor.decrypt(ciphertexts) }
    }
}
