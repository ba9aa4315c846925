// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What can be used once. Scripts/check-misuse compiles this; these errors come after those of types, hence in a file of their own.

import Paillier

// All of them are local variables: a consuming parameter could be used once whatever its type.

func use(_ noise: consuming Noise) {}

func useTwice(_ key: ProvenPublicKey) {
    var supply = FreshNoise()
    var batch = supply.next(1, for: key)
    guard let noise = batch.take() else { return }  // expected-error {{'noise' consumed more than once}}
    use(noise)  // expected-note {{consumed here}}
    use(noise)  // expected-note {{consumed again here}}
}

func takeTwice() {
    var batch = NoiseBatch()  // expected-error {{'batch' used after consume}}
    var copy = batch  // expected-note {{consumed here}}
    _ = copy.take()
    _ = batch.take()  // expected-note {{used here}}
}

func encryptTwice(_ key: PrivateKey, _ plaintexts: [Plaintext]) throws {
    var encryptor = CompactEncryptor(key)
    let batch = encryptor.nextBatch(count: plaintexts.count)  // expected-error {{'batch' consumed more than once}}
    _ = try batch.encrypt(plaintexts)  // expected-note {{consumed here}}
    _ = try batch.encrypt(plaintexts)  // expected-note {{consumed again here}}
}

func countTwice(_ key: PrivateKey, _ plaintexts: [Plaintext]) throws {
    var encryptor = CompactEncryptor(key)  // expected-error {{'encryptor' used after consume}}
    var copy = encryptor  // expected-note {{consumed here}}
    _ = try copy.encrypt(plaintexts)
    _ = try encryptor.encrypt(plaintexts)  // expected-note {{used here}}
}

func decryptTwice(_ key: PrivateKey, _ ciphertext: Ciphertext) throws {
    var decryptor = Decryptor(key)  // expected-error {{'decryptor' used after consume}}
    var copy = decryptor  // expected-note {{consumed here}}
    _ = try copy.decrypt(ciphertext)
    _ = try decryptor.decrypt(ciphertext)  // expected-note {{used here}}
}
