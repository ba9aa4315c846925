// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier

/// What a page does, step after step, with a key of 3072 bits; time.mjs calls and times the steps.
///
/// Random numbers come from a counter (Tests/Embedded/support.c), so every kernel gets the same ones and tries the same
/// candidates for primes.
private enum Page {
    nonisolated(unsafe) static var key: PrivateKey?
    nonisolated(unsafe) static var ciphertexts: [Ciphertext] = []
    static let plaintexts = (1...10).map { Plaintext(UInt64($0)) }
}

/// A new key.
@_expose(wasm, "generate") @_cdecl("generate")
public func generate() {
    unsafe Page.key = PrivateKey.generate(size: .bits3072)
}

/// Encrypts so many features, at most ten; gives whether that is done.
///
/// The ninth under a key makes its tables.
@_expose(wasm, "encrypt") @_cdecl("encrypt")
public func encrypt(_ count: Int32) -> Bool {
    let plaintexts = Array(Page.plaintexts.prefix(Int(count)))
    guard let ciphertexts = unsafe try? Page.key?.encrypt(plaintexts) else { return false }
    unsafe Page.ciphertexts = ciphertexts
    return true
}

/// Decrypts the first ciphertext; gives whether it is the plaintext.
@_expose(wasm, "decrypt") @_cdecl("decrypt")
public func decrypt() -> Bool {
    guard let first = unsafe Page.ciphertexts.first, let plaintext = unsafe try? Page.key?.decrypt(first) else {
        return false
    }
    return (try? plaintext.bigEndianBytes(count: 1)) == [1]
}
