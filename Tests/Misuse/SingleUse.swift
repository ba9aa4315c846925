// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What can be used once. Scripts/check-misuse compiles this; these errors come after those of types, hence in a file of their own.

import Paillier

func use(_ noise: consuming Noise) {}

func useTwice(_ noise: consuming Noise) {
    // expected-error@-1 {{'noise' consumed more than once}}
    use(noise)  // expected-note {{consumed here}}
    use(noise)  // expected-note {{consumed again here}}
}

func takeTwice(_ batch: consuming NoiseBatch) {
    // expected-error@-1 {{'batch' used after consume}}
    var copy = batch  // expected-note {{consumed here}}
    _ = copy.take()
    _ = batch.take()  // expected-note {{used here}}
}

func encryptTwice(_ batch: consuming CompactBatch, _ plaintexts: [Plaintext]) throws {
    // expected-error@-1 {{'batch' consumed more than once}}
    _ = try batch.encrypt(plaintexts)  // expected-note {{consumed here}}
    _ = try batch.encrypt(plaintexts)  // expected-note {{consumed again here}}
}

func encryptTwice(_ encryptor: consuming CompactEncryptor, _ plaintexts: [Plaintext]) throws {
    // expected-error@-1 {{'encryptor' used after consume}}
    var copy = encryptor  // expected-note {{consumed here}}
    _ = try copy.encrypt(plaintexts)
    _ = try encryptor.encrypt(plaintexts)  // expected-note {{used here}}
}

func decryptTwice(_ decryptor: consuming Decryptor, _ ciphertext: Ciphertext) throws {
    // expected-error@-1 {{'decryptor' used after consume}}
    var copy = decryptor  // expected-note {{consumed here}}
    _ = try copy.decrypt(ciphertext)
    _ = try decryptor.decrypt(ciphertext)  // expected-note {{used here}}
}
