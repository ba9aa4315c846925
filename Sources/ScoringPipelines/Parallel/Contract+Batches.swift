// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier

extension Contract {
    /// The most groups that a thread works on at once: as many as a vector has lanes, fewer of groups so wide that a batch would
    /// have more than 512 KiB of ciphertexts.
    func groupsAtOnce(_ key: PublicKey) -> Int {
        let groupByteCount = max(columnCount, outputs.count) * key.size.ciphertextByteCount
        return min(8, max(1, (512 << 10) / groupByteCount))
    }
}
