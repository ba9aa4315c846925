// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import EncryptedRegression
import ModularArithmetic
import Paillier
import ScoringPipelines
import Synchronization
import TestSupport
import Testing

@Suite("Noise reservoirs", .timeLimit(.minutes(5)))
struct NoiseReservoirsTests {
    /// The encryption of zero under the next noise.
    private static func draw(_ supply: inout some NoiseSupply, _ key: ProvenPublicKey) throws -> [UInt8] {
        try key.publicKey.encrypt(Plaintext(0), hiddenBy: supply.next(for: key)).bigEndianBytes()
    }

    private static func reservoirs(capacity: Int, fillsInIdleTime: Bool = false) -> NoiseReservoirs {
        NoiseReservoirs(fillsInIdleTime: fillsInIdleTime) {
            NoisePool(for: $0, insecureTestCapacity: capacity, exponentBits: 6)
        }
    }

    @Test("each piece of the stock is used once, then noise is made as it is needed")
    func stock() throws {
        let privateKey = try KeyFixture.named("structured-512").privateKey
        let key = ProvenPublicKey(privateKey)
        let reservoirs = Self.reservoirs(capacity: 100)
        reservoirs.prepare(3, for: key)
        #expect(reservoirs.stockCount(for: key) == 3)
        var supply = reservoirs.supply
        var seen: Set<[UInt8]> = []
        for left in [2, 1, 0, 0, 0] {
            let bytes = try Self.draw(&supply, key)
            #expect(reservoirs.stockCount(for: key) == left)
            #expect(
                try privateKey.decrypt(privateKey.publicKey.ciphertext(bigEndianBytes: bytes)).natural.isZero.reveal())
            seen.insert(bytes)
        }
        #expect(seen.count == 5)
    }

    @Test("the first T answers fill the pool, which then gives the noise", arguments: [0, 2])
    func pool(_ prepared: Int) throws {
        let privateKey = try KeyFixture.named("structured-512").privateKey
        let key = ProvenPublicKey(privateKey)
        let reservoirs = Self.reservoirs(capacity: 5)
        reservoirs.prepare(prepared, for: key)
        var supply = reservoirs.supply
        var seen: Set<[UInt8]> = []
        for answer in 0..<20 {
            #expect(reservoirs.drawsFromPool(for: key) == (answer >= 5))
            let bytes = try Self.draw(&supply, key)
            #expect(
                try privateKey.decrypt(privateKey.publicKey.ciphertext(bigEndianBytes: bytes)).natural.isZero.reveal())
            seen.insert(bytes)
        }
        #expect(seen.count == 20)
        #expect(reservoirs.stockCount(for: key) == 0)
    }

    @Test("with the pool of its size a key gets noise that differs every time")
    func realPool() throws {
        let key = ProvenPublicKey(try KeyFixture.named("structured-512").privateKey)
        let reservoirs = NoiseReservoirs()
        var supply = reservoirs.supply
        var seen: Set<[UInt8]> = []
        // A key of up to 2048 bits has a pool of 325.
        for answer in 0..<400 {
            #expect(reservoirs.drawsFromPool(for: key) == (answer >= 325))
            seen.insert(try Self.draw(&supply, key))
        }
        #expect(seen.count == 400)
    }

    @Test("two keys share nothing")
    func twoKeys() throws {
        let keys = try ["structured-512", "phe-512"].map { ProvenPublicKey(try KeyFixture.named($0).privateKey) }
        let reservoirs = Self.reservoirs(capacity: 2)
        reservoirs.prepare(2, for: keys[0])
        #expect(keys.map(reservoirs.stockCount) == [2, 0])
        var supply = reservoirs.supply
        for _ in 0..<2 { _ = try Self.draw(&supply, keys[0]) }
        #expect(keys.map(reservoirs.drawsFromPool) == [true, false])
        // Noise of the other key would not encrypt under this one.
        for _ in 0..<4 { for key in keys { _ = try Self.draw(&supply, key) } }
        #expect(reservoirs.keyCount == 2)
    }

    /// Distinct keys of toys.
    private static func keys(_ count: Int) throws -> [ProvenPublicKey] {
        let primes = (101..<1000).filter { number in !(2..<32).contains { number % $0 == 0 } }
        let keys = try (0..<count).map { index in
            ProvenPublicKey(
                try PrivateKey(
                    insecureTestP: Natural(UInt64(primes[index])), q: Natural(UInt64(primes[index + 1]))))
        }
        #expect(Set(keys.map(\.id)).count == count)
        return keys
    }

    @Test("of more than 64 keys the one that was not used for longest is forgotten with its stock")
    func leastRecentlyUsed() throws {
        #expect(NoiseReservoirs.keyLimit == 64)
        let keys = try Self.keys(65)
        let reservoirs = Self.reservoirs(capacity: 3)
        for key in keys.dropLast() { reservoirs.prepare(1, for: key) }
        #expect(reservoirs.keyCount == 64)
        var supply = reservoirs.supply
        _ = try Self.draw(&supply, keys[0])
        reservoirs.prepare(0, for: keys[64])
        #expect(reservoirs.keyCount == 64)
        #expect(keys.indices.filter { !reservoirs.remembers(keys[$0]) } == [1])
        // It comes back with nothing, in the place of the next one.
        reservoirs.prepare(0, for: keys[1])
        #expect(reservoirs.stockCount(for: keys[1]) == 0)
        #expect(keys.indices.filter { !reservoirs.remembers(keys[$0]) } == [2])
    }

    @Test("keys that came once drive out each other, and no key that came back")
    func strangers() throws {
        #expect(NoiseReservoirs.newKeyLimit == 16)
        let keys = try Self.keys(20)
        let reservoirs = Self.reservoirs(capacity: 3)
        var supply = reservoirs.supply
        for key in keys[..<2] { _ = try Self.draw(&supply, key) }
        // The first comes back: what servers ask when a request names a key.
        #expect(reservoirs.provenKey(keys[0].id)?.id == keys[0].id && reservoirs.provenKey(keys[19].id) == nil)
        for key in keys[2...] { _ = try Self.draw(&supply, key) }
        #expect(reservoirs.keyCount == 17)
        #expect(keys.indices.filter { !reservoirs.remembers(keys[$0]) } == [1, 2, 3])
    }

    @Test("threads that share a reservoir never get the same noise")
    func threads() throws {
        let key = ProvenPublicKey(try KeyFixture.named("structured-512").privateKey)
        let reservoirs = Self.reservoirs(capacity: 40)
        reservoirs.prepare(20, for: key)
        let seen = Mutex<[[UInt8]]>([])
        DispatchQueue.concurrentPerform(iterations: 100) { _ in
            var supply = reservoirs.supply
            if let bytes = try? Self.draw(&supply, key) { seen.withLock { $0.append(bytes) } }
        }
        let all = seen.withLock { $0 }
        #expect(all.count == 100 && Set(all).count == 100)
        #expect(reservoirs.stockCount(for: key) == 0 && reservoirs.drawsFromPool(for: key))
    }

    @Test("what is lacking is made when a server has nothing to score, and the next answers take it")
    func idleTime() async throws {
        let privateKey = try KeyFixture.named("structured-2048").privateKey
        let reservoirs = Self.reservoirs(capacity: 20, fillsInIdleTime: true)
        let contract = try Contract(
            name: "test", version: 1, accuracy: 1e-4, features: [Feature(name: "x", minimum: 0, maximum: 100)],
            outputs: [Output(name: "y", minimum: 0, maximum: 200)])
        let server = try BlindScoreServer(
            model: LinearModel(contract: contract, intercepts: [7], coefficients: [[1]]), noise: reservoirs)
        let client = BlindScoreClient(contract: contract, key: privateKey)
        var level: NoiseLevel? { reservoirs.levels[privateKey.publicKey.id] }
        for request in 0..<3 {
            let encrypted = try await client.encrypt([contract.row([1])])
            let answer = try await server.answer(encrypted.bytes)
            #expect(try await client.decrypt(answer, to: encrypted.receipt).count == 1)
            guard request > 0 else {
                // Nothing is made for a key that came once.
                try await Task.sleep(for: .milliseconds(200))
                #expect(level?.stock == 0 && level?.isPoolFull == false)
                continue
            }
            while level?.stock != NoiseReservoirs.stockLimit { try await Task.sleep(for: .milliseconds(5)) }
            #expect(level?.isPoolFull == true)
        }
        // Each piece once, and after them those of the pool.
        let key = ProvenPublicKey(privateKey)
        var supply = reservoirs.supply
        let drawn = try (0..<100).map { _ in try Self.draw(&supply, key) }
        #expect(Set(drawn).count == 100 && reservoirs.stockCount(for: key) == 0)
    }
}

extension NoiseReservoirs {
    fileprivate func stockCount(for key: ProvenPublicKey) -> Int { levels[key.id]?.stock ?? 0 }

    fileprivate func drawsFromPool(for key: ProvenPublicKey) -> Bool { levels[key.id]?.isPoolFull ?? false }
}
