// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier

// snippet.keys
let key = PrivateKey.generate(size: .bits2048)
let modulus = key.publicKey.modulusBytes
let roots = key.makeProof().rootBytes(size: key.publicKey.size)

// Others get the modulus and a proof, as bytes, and check both.
let provenKey = try ProvenPublicKey(PublicKey(modulus: modulus), KeyProof(roots: roots))
let publicKey = provenKey.publicKey

// snippet.encrypt
// Anybody who has the public key encrypts. Two ciphertexts of one number have nothing in common.
let ciphertexts = try publicKey.encrypt([Plaintext(3), Plaintext(4), Plaintext(5)])

// snippet.add
// Who has the public key and ciphertexts adds the numbers in them, without seeing any.
let sum = try publicKey.add(ciphertexts[0], ciphertexts[1])
let seven = try key.decrypt(sum).bigEndianBytes(count: 1)
precondition(seven == [7])

// snippet.combine
// Secret weights: the result is released with fresh noise, which hides them under a key that is proven.
let weights = try [10, -2, 7].map { try SignedScalar($0, bitWidth: 8) }
let combination = try publicKey.linearCombination(ciphertexts, weights)
let answer = try provenKey.release(publicKey.add(combination, Plaintext(100)))
let result = try key.decrypt(answer).bigEndianBytes(count: 1)
precondition(result == [157])  // 10·3 − 2·4 + 7·5 + 100
