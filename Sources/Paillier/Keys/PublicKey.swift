// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A public key: the modulus n.
///
/// It encrypts, checks ciphertexts and computes on them.
/// Paillier, "Public-Key Cryptosystems Based on Composite Degree Residuosity Classes", EUROCRYPT '99, with g = n + 1: the
/// encryption of `m` with nonce `r` is `(1 + mn)·r^n mod n²`.
public struct PublicKey: Sendable {
    /// The modulus's length.
    public let size: KeySize
    /// n in `size.bits / 8` bytes, the most significant first.
    public let modulusBytes: [UInt8]
    /// The key's name, a hash of n.
    public let id: KeyID
    /// n.
    package let modulus: Modulus
    /// n².
    let squaredModulus: Natural

    /// The key with a given modulus, checked as far as a modulus alone can be.
    ///
    /// - Parameter bigEndianBytes: n, most significant byte first; leading zeros do not count.
    /// - Throws: ``PaillierError`` with code `keySize`, `evenModulus`, `smallFactor` or `primeModulus`.
    /// - Complexity: One exponentiation modulo n, whatever n is.
    public init(modulus bigEndianBytes: [UInt8]) throws(PaillierError) {
        var source = SystemRandomSource()
        try self.init(modulus: bigEndianBytes, using: &source)
    }

    /// The same with a given source of randomness, for the primality test.
    package init(modulus bigEndianBytes: [UInt8], using source: inout some RandomSource) throws(PaillierError) {
        let value = Natural(bigEndianBytes: bigEndianBytes)
        let size = try KeySize(bits: value.bitWidthVariableTime)
        guard value.isOdd.reveal() else { throw PaillierError(.evenModulus) }
        guard !SmallPrimes.divide(value).reveal() else { throw PaillierError(.smallFactor) }
        let passes = PrimalityTest.passMillerRabin(
            [value], rounds: PrimalityTest.roundsForModuli, using: &source)
        guard !passes else { throw PaillierError(.primeModulus) }
        try self.init(uncheckedModulus: value, size: size)
    }

    /// The same key, computed with on another kernel.
    package func onKernel(_ kernel: any LaneKernel) throws(PaillierError) -> PublicKey {
        try PublicKey(uncheckedModulus: modulus.value, size: size, kernel: kernel)
    }

    /// A key of any odd size, for tests: it protects nothing.
    package init(insecureTestModulus value: Natural) throws(PaillierError) {
        try self.init(uncheckedModulus: value, size: .insecureTest(bits: value.bitWidthVariableTime))
    }

    /// The key for a modulus that the caller vouches for, such as the product of checked primes.
    init(
        uncheckedModulus value: Natural, size: KeySize, kernel: any LaneKernel = StandardKernel.shared
    ) throws(PaillierError) {
        guard let modulus = Modulus(value, kernel: kernel) else { throw PaillierError(.evenModulus) }
        self.size = size
        self.modulus = modulus
        squaredModulus = modulus.value.multiplied(by: modulus.value)
        modulusBytes = value.bigEndianBytes(count: size.modulusByteCount)
        id = KeyID(ofModulus: modulusBytes)
    }
}

extension PublicKey: Hashable {
    /// Whether two keys have the same modulus.
    public static func == (a: PublicKey, b: PublicKey) -> Bool {
        a.modulusBytes == b.modulusBytes
    }

    /// Hashes the id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }
}
