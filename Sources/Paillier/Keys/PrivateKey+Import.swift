// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// A key made elsewhere, from its primes alone.
    ///
    /// Without the structure of p − 1 and q − 1 encryption needs full exponentiations: about five times the time.
    ///
    /// - Parameters:
    ///   - p: One prime, most significant byte first.
    ///   - q: The other; their order does not matter.
    /// - Throws: ``PaillierError`` with code `keySize`, `unsuitablePrimes` or `notPrime`.
    /// - Complexity: Two rounds of Miller–Rabin for each prime: a quarter of a decryption.
    public init(p: [UInt8], q: [UInt8]) throws(PaillierError) {
        try self.init(PrivateKeyMaterial(p: p, q: q, structure: nil))
    }

    /// A key from what ``exportUnencrypted()`` gave.
    ///
    /// Checked is what a damaged key would fail: that p and q are primes of the right sizes, and that the factors divide. That the
    /// generators are primitive roots is checked before tables of their powers are made; if one is not, the key encrypts
    /// without tables, as one without structure does. Every decryption checks itself.
    ///
    /// - Throws: ``PaillierError`` with code `keySize`, `unsuitablePrimes`, `notPrime` or `invalidGenerator`.
    /// - Complexity: Two rounds of Miller–Rabin for each prime: a quarter of a decryption.
    public init(_ material: PrivateKeyMaterial) throws(PaillierError) {
        // Longer numbers are refused before anything is computed with them.
        let longest = KeySize.bits4096.bits / 2
        guard material.p.fits(bitCount: longest).reveal(), material.q.fits(bitCount: longest).reveal()
        else { throw PaillierError(.keySize) }
        let p = material.p.lowBits(longest)
        let q = material.q.lowBits(longest)
        let size = try Self.checkedSize(p: p, q: q)
        var source = SystemRandomSource()
        var structure: Structure?
        if let stored = material.structure {
            guard
                let structuredP = StructuredPrime(
                    prime: p, factor: stored.pFactor, generator: stored.pGenerator),
                let structuredQ = StructuredPrime(
                    prime: q, factor: stored.qFactor, generator: stored.qGenerator)
            else { throw PaillierError(.invalidGenerator) }
            structure = Structure(p: structuredP, q: structuredQ, isProved: false)
        }
        guard PrimalityTest.areProbablePrimes([p, q], rounds: PrimalityTest.roundsForStoredPrimes, using: &source)
        else { throw PaillierError(.notPrime) }
        guard Self.areSuitable(p: p, q: q) else { throw PaillierError(.unsuitablePrimes) }
        try self.init(p: p, q: q, structure: structure, size: size, using: &source)
    }

    /// A key of any size from toy primes, for tests: it protects nothing, and only coprimality is checked.
    package init(
        insecureTestP p: Natural, q: Natural, generators: (p: Natural, q: Natural)? = nil,
        factors: (p: Natural, q: Natural)? = nil
    ) throws(PaillierError) {
        var source = SystemRandomSource()
        var structure: Structure?
        if let generators, let factors {
            guard
                let structuredP = StructuredPrime(prime: p, factor: factors.p, generator: generators.p),
                let structuredQ = StructuredPrime(prime: q, factor: factors.q, generator: generators.q)
            else { throw PaillierError(.invalidGenerator) }
            structure = Structure(p: structuredP, q: structuredQ, isProved: false)
        }
        let bits = p.multiplied(by: q).bitWidthVariableTime
        try self.init(p: p, q: q, structure: structure, size: .insecureTest(bits: bits), using: &source)
    }

    /// The size of the key of two primes, which must have half its length each.
    private static func checkedSize(p: Natural, q: Natural) throws(PaillierError) -> KeySize {
        guard p.isOdd.reveal(), q.isOdd.reveal() else { throw PaillierError(.notPrime) }
        let size = try KeySize(bits: p.multiplied(by: q).bitWidthVariableTime)
        guard p.fits(bitCount: size.bits / 2).reveal(), q.fits(bitCount: size.bits / 2).reveal() else {
            throw PaillierError(.unsuitablePrimes)
        }
        return size
    }
}
