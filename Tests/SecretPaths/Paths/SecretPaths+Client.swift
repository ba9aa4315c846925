// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModularArithmetic
import Paillier
import SecretMarks

extension SecretPaths {
    /// Rows in integers become ciphertexts: packing, and the owner's noise by powers.
    @inline(never)
    static func encryptRows(_ key: PrivateKey, for proven: ProvenPublicKey) throws -> [Ciphertext] {
        path_begins()
        let rows: [[Int64]] = [[-77, 0, 1_000_000], [123_456, 0, 0]]
        markSecret(rows)
        let plaintexts = RowPacker(contract, key: key.publicKey).pack(rows)
        let bytes = try key.encrypt(plaintexts).map { $0.bigEndianBytes() }
        arrived(plaintexts.map { $0.natural }, bytes)
        bytes.markPublic()
        return try proven.publicKey.ciphertexts(bigEndianBytes: bytes)
    }

    /// The owner's noise from tables.
    @inline(never)
    static func encryptWithTables(_ key: PrivateKey) throws {
        path_begins()
        var source = SystemRandomSource()
        key.noise.makeTables(using: &source)
        guard key.noise.hasTables else { fatalError("a generated key has tables") }
        arrived(try key.encrypt(secretPlaintext()).bigEndianBytes())
    }

    /// The owner's compact encryption.
    @inline(never)
    static func encryptCompact(_ key: PrivateKey) throws {
        path_begins()
        var encryptor = CompactEncryptor(key)
        encryptor.seed.markPublic()
        arrived(try encryptor.encrypt([secretPlaintext()]))
    }

    /// Encryption by somebody who has the public key alone.
    @inline(never)
    static func encryptWithPublicKey(_ key: PublicKey) throws {
        path_begins()
        arrived(try key.encrypt(secretPlaintext()).bigEndianBytes())
    }

    /// Answers become integers, two with one blinding and its update.
    @inline(never)
    static func decrypt(_ answers: [Ciphertext], with key: PrivateKey) throws {
        path_begins()
        let plaintexts = try key.decrypt(answers + answers)
        let integers = try AnswerDecoder(contract).integers(
            Array(plaintexts.prefix(answers.count)), rowCount: rowCount, keySize: .bits2048)
        arrived(plaintexts.map { $0.natural }, integers)
    }

    private static func secretPlaintext() -> Plaintext {
        let plaintext = Plaintext(0x0123_4567_89ab_cdef)
        markSecret(plaintext.natural)
        return plaintext
    }
}
