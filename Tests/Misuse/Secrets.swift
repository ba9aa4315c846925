// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What no app can do with secrets. Scripts/check-misuse compiles this.

import Paillier

func compare(_ a: PrivateKey, _ b: Plaintext, _ c: SignedScalar, _ d: UnreleasedCiphertext, _ e: PrivateKeyMaterial) {
    _ = a == a  // expected-error {{conformance of 'PrivateKey' to 'Equatable' is unavailable}}
    _ = [b] == [b]  // expected-error {{conformance of 'Plaintext' to 'Equatable' is unavailable}}
    _ = c == c  // expected-error {{conformance of 'SignedScalar' to 'Equatable' is unavailable}}
    _ = d == d  // expected-error {{conformance of 'UnreleasedCiphertext' to 'Equatable' is unavailable}}
    _ = e == e  // expected-error {{conformance of 'PrivateKeyMaterial' to 'Equatable' is unavailable}}
}

// swift-format-ignore: AvoidRetroactiveConformances
extension PrivateKey: @retroactive Hashable {
    // expected-error@-1 {{conformance of 'PrivateKey' to 'Equatable' is unavailable}}
    public func hash(into hasher: inout Hasher) {}
}

func encode(_ value: some Encodable) {}

func encode(_ a: PrivateKey, _ b: Plaintext) {
    encode(a)  // expected-error {{conformance of 'PrivateKey' to 'Encodable' is unavailable}}
    encode([b])  // expected-error {{conformance of 'Plaintext' to 'Encodable' is unavailable}}
}

func release(_ sum: UnreleasedCiphertext, under key: PublicKey) throws {
    _ = sum.bigEndianBytes()  // expected-error {{value of type 'UnreleasedCiphertext' has no member 'bigEndianBytes'}}
    _ = try key.release(sum)  // expected-error {{value of type 'PublicKey' has no member 'release'}}
}

func collect(_ noise: consuming Noise) {
    _ = [noise]  // expected-error {{generic struct 'Array' requires that 'Noise' conform to 'Copyable'}}
}

// For known answers alone: both would let noise serve twice.
func chooseNoise(_ key: PrivateKey, _ plaintext: Plaintext) throws {
    _ = try key.encryptCompact([plaintext], seed: [], firstIndex: 0)
    // expected-error@-1 {{'encryptCompact' is inaccessible due to 'package' protection level}}
}

func chooseNoise(_ key: PublicKey, _ plaintext: Plaintext, _ noise: consuming Noise) throws {
    _ = try key.encrypt(plaintext, hiddenBy: noise)  // expected-error {{extra argument 'hiddenBy' in call}}
}
