// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hashing
import ModularArithmetic

// A ciphertext's residue modulo n is uniform and independent of the plaintext, and it determines the noise. So a key owner can
// let a public seed choose it and send only the rest, `⌊c / n⌋`: half the bytes. In the random-oracle model this is as
// secure as ordinary encryption: a reduction programs the hash with the residues of ordinary ciphertexts.

extension PublicKey {
    /// `lo_i = MGF1-SHA-256("blindscore compact v1" ‖ len ‖ n ‖ seed ‖ i) mod n`: `len` in 4 bytes, n in `len` bytes, the index in 8.
    fileprivate func compactResidue(seed: [UInt8], index: UInt64) throws(PaillierError) -> Natural {
        guard seed.count == Self.compactSeedByteCount else { throw PaillierError(.invalidSeed) }
        let count = modulusBytes.count
        var input = Array("blindscore compact v1".utf8)
        input += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
        input += modulusBytes
        input += seed
        input += [56, 48, 40, 32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: index >> $0) }
        let mask = MGF1.mask(seed: input, count: count + 16)
        return Residue(reducing: Natural(bigEndianBytes: mask), modulo: modulus).natural
    }

    /// Bytes of a seed.
    public static let compactSeedByteCount = 32

    /// The number c of a compact ciphertext, `lo + n·hi`, in `2 · bits / 8` bytes; it still has to pass
    /// ``ciphertexts(bigEndianBytes:)``.
    ///
    /// - Parameters:
    ///   - high: `⌊c / n⌋`, most significant byte first.
    ///   - seed: The request's seed, 32 bytes.
    ///   - index: The number of the ciphertext in the whole request, from 0.
    /// - Returns: The ciphertext's bytes.
    /// - Throws: ``PaillierError`` with code `invalidCiphertext` unless `high` is below n, or `invalidSeed`.
    public func restoreCompact(high: [UInt8], seed: [UInt8], index: UInt64) throws(PaillierError) -> [UInt8] {
        let significant = high.drop { $0 == 0 }
        guard significant.count <= size.modulusByteCount else { throw PaillierError(.invalidCiphertext) }
        let quotient = Natural(bigEndianBytes: significant)
        guard quotient.isLess(than: modulus.value).reveal() else { throw PaillierError(.invalidCiphertext) }
        let value = quotient.multiplied(by: modulus.value).adding(try compactResidue(seed: seed, index: index))
        return value.lowBits(size.ciphertextByteCount * 8).bigEndianBytes(count: size.ciphertextByteCount)
    }
}

extension PrivateKey {
    /// Encrypts with the noise that a seed chooses, and gives the halves of the ciphertexts that do not follow from the seed.
    ///
    /// For known answers; whoever encrypts in earnest has a ``CompactEncryptor``, which draws the seed and counts.
    ///
    /// The noise is the n-th residue h with `h ≡ lo mod n`, which is `lo^p mod p²` and `lo^q mod q²` (Teichmüller's lifts).
    ///
    /// - Parameters:
    ///   - plaintexts: Each below n.
    ///   - seed: The request's seed, 32 bytes, fresh.
    ///   - firstIndex: The number of the first ciphertext in the whole request, from 0; each at most once with a seed.
    /// - Returns: For each `⌊c / n⌋` in `bits / 8` bytes, the most significant first.
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange` or `invalidSeed`.
    /// - Complexity: For each two exponentiations modulo the squares of the primes: four to five times
    ///   ``encrypt(_:)-(Plaintext)``.
    package func encryptCompact(
        _ plaintexts: [Plaintext], seed: [UInt8], firstIndex: UInt64
    ) throws(PaillierError) -> [[UInt8]] {
        // A residue that shares a factor with n would have been found by chance: it factors the key.
        var lows: [Natural] = []
        for place in plaintexts.indices {
            lows.append(try publicKey.compactResidue(seed: seed, index: firstIndex + UInt64(place)))
        }
        let noise = noise.noise(pBases: lows, qBases: lows, for: publicKey)
        let byteCount = publicKey.size.modulusByteCount
        return try publicKey.encrypt(plaintexts, hiddenBy: noise).map { ciphertext in
            ciphertext.residue.digits.high.bigEndianBytes(count: byteCount)
        }
    }
}
