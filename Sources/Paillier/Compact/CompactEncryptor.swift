// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Encrypts the plaintexts of one compact request, in half the bytes: with noise that a public seed chooses.
///
/// The seed is drawn here and the ciphertexts are counted here, because a seed that served two requests, or an index that served
/// twice, would show the difference of two plaintexts to everybody. So there is one encryptor for each request, which cannot
/// be copied. Several threads share it by ``nextBatch(count:)``.
///
/// What is sent is ``seed`` and, for each ciphertext, the half that this gives; ``PublicKey/restoreCompact(high:seed:index:)``
/// is the recipient's part.
public struct CompactEncryptor: ~Copyable, Sendable {
    /// The request's seed, 32 bytes, which the recipient needs: public.
    public let seed: [UInt8]
    /// Ciphertexts that were made or set aside so far, which is the next one's index.
    public private(set) var count: UInt64
    private let key: PrivateKey

    /// An encryptor for one request, with a fresh seed from the system's random generator.
    public init(_ key: PrivateKey) {
        var source = SystemRandomSource()
        let bitCount = PublicKey.compactSeedByteCount * 8
        seed = Natural.random(bitCount: bitCount, using: &source).bigEndianBytes
        count = 0
        self.key = key
    }

    /// Encrypts the next plaintexts.
    ///
    /// - Parameter plaintexts: Each below n.
    /// - Returns: For each `⌊c / n⌋` in `bits / 8` bytes, the most significant first.
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange`; their indices are used up all the same.
    /// - Complexity: For each two exponentiations modulo the squares of the primes: four to five times
    ///   ``PrivateKey/encrypt(_:)-(Plaintext)``.
    public mutating func encrypt(_ plaintexts: [Plaintext]) throws(PaillierError) -> [[UInt8]] {
        try nextBatch(count: plaintexts.count).encrypt(plaintexts)
    }

    /// Sets the next indices aside, for plaintexts that are encrypted elsewhere or later.
    ///
    /// - Parameter count: Plaintexts of the batch, at least 0. Batches are numbered through in the order of these calls,
    ///   whenever they are encrypted.
    /// - Returns: The batch, to be used once.
    public mutating func nextBatch(count: Int) -> CompactBatch {
        precondition(count >= 0, "a batch has no negative number of plaintexts")
        defer { self.count += UInt64(count) }
        return CompactBatch(key: key, seed: seed, indices: self.count..<self.count + UInt64(count))
    }
}

/// A place for some plaintexts of a compact request, from ``CompactEncryptor/nextBatch(count:)``.
///
/// Whoever encrypts consumes it, so that its indices serve once.
public struct CompactBatch: ~Copyable, Sendable {
    private let key: PrivateKey
    private let seed: [UInt8]
    private let indices: Range<UInt64>

    fileprivate init(key: PrivateKey, seed: [UInt8], indices: Range<UInt64>) {
        self.key = key
        self.seed = seed
        self.indices = indices
    }

    /// Plaintexts that it is for.
    public var count: Int { indices.count }

    /// Encrypts the plaintexts of the batch.
    ///
    /// - Parameter plaintexts: As many as the batch is for, each below n.
    /// - Returns: For each `⌊c / n⌋` in `bits / 8` bytes, the most significant first.
    /// - Throws: ``PaillierError`` with code `countMismatch` or `plaintextOutOfRange`.
    public consuming func encrypt(_ plaintexts: [Plaintext]) throws(PaillierError) -> [[UInt8]] {
        guard plaintexts.count == count else { throw PaillierError(.countMismatch) }
        return try key.encryptCompact(plaintexts, seed: seed, firstIndex: indices.lowerBound)
    }
}
