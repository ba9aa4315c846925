// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// A key made elsewhere, from its primes alone.
    ///
    /// Without the structure of p − 1 and q − 1 encryption needs full exponentiations: about four times the time.
    ///
    /// - Parameters:
    ///   - p: One prime, most significant byte first.
    ///   - q: The other; their order does not matter.
    /// - Throws: ``PaillierError`` with code `keySize`, `unsuitablePrimes` or `notPrime`.
    /// - Complexity: 64 rounds of Miller–Rabin for each prime, which leave 2^−128 whoever chose them.
    public init(p: [UInt8], q: [UInt8]) throws(PaillierError) {
        let (p, q) = (Natural(bigEndianBytes: p), Natural(bigEndianBytes: q))
        let size = try Self.checkedSize(p: p, q: q)
        var source = SystemRandomSource()
        for prime in [p, q] {
            guard
                PrimalityTest.isProbablePrime(
                    prime, rounds: PrimalityTest.roundsForForeignNumbers, using: &source)
            else { throw PaillierError(.notPrime) }
        }
        try self.init(checked: p, q, structure: nil, size: size, using: &source)
    }

    /// A key from what ``exportUnencrypted()`` gave, checked in full.
    ///
    /// - Throws: ``PaillierError`` with code `keySize`, `unsuitablePrimes`, `notPrime` or `invalidGenerator`.
    /// - Complexity: 64 rounds of Miller–Rabin for each prime, and exponentiations that prove the generators.
    public init(_ material: PrivateKeyMaterial) throws(PaillierError) {
        guard let structure = material.structure else {
            try self.init(p: material.p, q: material.q)
            return
        }
        let (p, q) = (Natural(bigEndianBytes: material.p), Natural(bigEndianBytes: material.q))
        let size = try Self.checkedSize(p: p, q: q)
        var source = SystemRandomSource()
        guard
            let structuredP = StructuredPrime(
                prime: p, factor: Natural(bigEndianBytes: structure.pFactor),
                generator: Natural(bigEndianBytes: structure.pGenerator), using: &source),
            let structuredQ = StructuredPrime(
                prime: q, factor: Natural(bigEndianBytes: structure.qFactor),
                generator: Natural(bigEndianBytes: structure.qGenerator), using: &source)
        else {
            throw PaillierError(.invalidGenerator)
        }
        try self.init(
            checked: p, q, structure: Structure(p: structuredP, q: structuredQ), size: size, using: &source)
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
                let structuredP = StructuredPrime(
                    prime: p, factor: factors.p, generator: generators.p, using: &source),
                let structuredQ = StructuredPrime(
                    prime: q, factor: factors.q, generator: generators.q, using: &source)
            else { throw PaillierError(.invalidGenerator) }
            structure = Structure(p: structuredP, q: structuredQ)
        }
        let bits = p.multiplied(by: q).bitWidthVariableTime
        try self.init(p: p, q: q, structure: structure, size: .insecureTest(bits: bits), using: &source)
    }

    /// Finishes an import of primes: the last checks, then a ciphertext that must decrypt.
    private init(
        checked p: Natural, _ q: Natural, structure: Structure?, size: KeySize,
        using source: inout some RandomSource
    ) throws(PaillierError) {
        guard Self.areSuitable(p: p, q: q) else { throw PaillierError(.unsuitablePrimes) }
        try self.init(p: p, q: q, structure: structure, size: size, using: &source)
        let probe = Natural.random(below: publicKey.modulus.value, using: &source)
        let decrypted = try decrypt(encrypt(Plaintext(probe), using: &source), using: &source)
        guard decrypted.natural.isEqual(to: probe).reveal() else { throw PaillierError(.fault) }
    }

    /// The size of the key of two primes, which must have half its length each.
    private static func checkedSize(p: Natural, q: Natural) throws(PaillierError) -> KeySize {
        guard p.isOdd.reveal(), q.isOdd.reveal() else { throw PaillierError(.notPrime) }
        guard let size = KeySize(bits: p.multiplied(by: q).bitWidthVariableTime) else {
            throw PaillierError(.keySize)
        }
        guard p.fits(bitCount: size.bits / 2).reveal(), q.fits(bitCount: size.bits / 2).reveal() else {
            throw PaillierError(.unsuitablePrimes)
        }
        return size
    }
}
