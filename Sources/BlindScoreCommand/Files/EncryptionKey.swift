// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import WireFormats

/// A key to encrypt with: the public half does, the whole key is faster.
enum EncryptionKey {
    case owner(PrivateKey)
    case anyone(PublicKey)

    /// Reads a key file of any kind.
    init(_ file: InputFile) throws(CommandFailure) {
        self = try file.decode { (document) throws(WireFormatError) in
            document.kind == .publicKey ? .anyone(try PublicKey(document)) : .owner(try PrivateKey(document))
        }
    }

    var publicKey: PublicKey {
        switch self {
        case .owner(let key): key.publicKey
        case .anyone(let key): key
        }
    }

    /// Encrypts numbers, each with fresh randomness.
    func encrypt(_ numbers: [EncodedNumber]) throws(PaillierError) -> [EncryptedNumber] {
        let plaintexts = numbers.map(\.plaintext)
        let ciphertexts =
            switch self {
            case .owner(let key): try key.encrypt(plaintexts)
            case .anyone(let key): try key.encrypt(plaintexts)
            }
        return zip(ciphertexts, numbers).map { EncryptedNumber(ciphertext: $0, exponent: $1.exponent) }
    }
}
