// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import ScoringPipelines
import TestSupport
import Testing

@Suite("A server's noise")
struct NoiseReservoirsTests {
    private func encryptionOfZero(_ noise: consuming Noise, _ key: PublicKey) throws -> Ciphertext {
        try key.encrypt(Plaintext(0), hiddenBy: noise)
    }

    @Test("noise differs every time and hides nothing, before the pool is full and after")
    func fresh() throws {
        let owner = try KeyFixture.named("structured-512").privateKey
        let key = ProvenPublicKey(owner)
        let reservoirs = NoiseReservoirs()
        reservoirs.prepare(5, for: key)
        var supply = reservoirs.supply
        var seen: Set<[UInt8]> = []
        // A key of up to 2048 bits has a pool of 376.
        for _ in 0..<400 {
            let zero = try encryptionOfZero(supply.next(for: key), owner.publicKey)
            seen.insert(zero.bigEndianBytes())
            #expect(try owner.decrypt(zero).natural.isZero.reveal())
        }
        #expect(seen.count == 400)
    }

    @Test("noise belongs to the key that asks")
    func keys() throws {
        let owners = try ["structured-512", "phe-512"].map { try KeyFixture.named($0).privateKey }
        let keys = owners.map { ProvenPublicKey($0) }
        let reservoirs = NoiseReservoirs()
        var supply = reservoirs.supply
        for round in 0..<6 {
            let zero = try encryptionOfZero(supply.next(for: keys[round % 2]), keys[round % 2].publicKey)
            #expect(try owners[round % 2].decrypt(zero).natural.isZero.reveal())
        }
        #expect(reservoirs.keyCount == 2)
    }

    @Test("of more than 64 keys those not used for longest are forgotten")
    func leastRecentlyUsed() throws {
        let reservoirs = NoiseReservoirs()
        var supply = reservoirs.supply
        // Toy moduli prove themselves as well as others: products of two primes of 16 and 17 bits.
        let toys = try (0..<70).map { try ToyKeys.key($0) }
        for key in toys.prefix(64) { _ = supply.next(for: key) }
        #expect(reservoirs.keyCount == 64)
        #expect(reservoirs.remembers(toys[0]))
        _ = supply.next(for: toys[0])
        for key in toys.suffix(6) { _ = supply.next(for: key) }
        #expect(reservoirs.keyCount == 64)
        #expect(reservoirs.remembers(toys[0]))
        for forgotten in toys[1...6] { #expect(!reservoirs.remembers(forgotten)) }
        #expect(reservoirs.remembers(toys[7]))
    }
}

/// Small keys in any number.
private enum ToyKeys {
    private static let primes: [UInt64] = SmallPrimes.odd.filter { $0 > 32_768 }.map(UInt64.init)

    static func key(_ index: Int) throws -> ProvenPublicKey {
        let p = primes[2 * index]
        guard let q = primes[(2 * index + 1)...].first(where: { ($0 - 1) % p != 0 && (p - 1) % $0 != 0 }) else {
            preconditionFailure("enough primes")
        }
        return ProvenPublicKey(try PrivateKey(insecureTestP: Natural(p), q: Natural(q)))
    }
}
