// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import Synchronization

/// What a server keeps of the keys that it answers under: for each the knowledge that its proof holds, a stock of noise made ahead of
/// need, and a pool that makes more of it quickly.
///
/// The first answers under a key get fresh noise `s^n`, which then enters the key's pool; once that is full, noise comes out
/// of the pool. Keys that were not used for longest are forgotten, and their memory wiped. Safe to share between threads.
public final class NoiseReservoirs: Sendable {
    /// The most keys remembered.
    public static let keyLimit = 64

    private struct Entry {
        let key: ProvenPublicKey
        let reservoir: NoiseReservoir
        var lastUse: UInt64
    }

    private struct State {
        var entries: [KeyID: Entry] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let makePool: @Sendable (PublicKey) -> NoisePool

    /// No key known.
    public init() {
        makePool = { NoisePool(for: $0) }
    }

    /// Reservoirs with pools of another shape, for tests.
    package init(insecureTestPool makePool: @escaping @Sendable (PublicKey) -> NoisePool) {
        self.makePool = makePool
    }

    /// Keys remembered now.
    package var keyCount: Int { state.withLock { $0.entries.count } }

    /// Whether a key is remembered; does not count as a use.
    package func remembers(_ key: ProvenPublicKey) -> Bool { state.withLock { $0.entries[key.id] != nil } }

    /// Pieces in a key's stock; a use of the key.
    package func stockCount(for key: ProvenPublicKey) -> Int { reservoir(for: key).stockCount }

    /// Whether noise for a key comes out of its pool; a use of the key.
    package func drawsFromPool(for key: ProvenPublicKey) -> Bool { reservoir(for: key).isPoolFull }

    /// Makes noise for a number of answers ahead of need; takes an exponentiation modulo n² for each.
    public func prepare(_ count: Int, for key: ProvenPublicKey) {
        let reservoir = reservoir(for: key)
        // A few at once: whoever needs noise meanwhile finds what is ready.
        let batchSize = 8
        for made in stride(from: 0, to: count, by: batchSize) {
            reservoir.stockUp(min(batchSize, count - made), for: key)
        }
    }

    /// The key of an id, if one is remembered: its proof need not be checked again.
    @Sendable func provenKey(_ id: KeyID) -> ProvenPublicKey? { state.withLock { $0.entries[id]?.key } }

    /// A supply from these reservoirs, for one thread.
    public var supply: some NoiseSupply { ReservoirSupply(reservoirs: self) }

    fileprivate func reservoir(for key: ProvenPublicKey) -> NoiseReservoir {
        state.withLock { state in
            state.clock += 1
            let id = key.id
            if let known = state.entries[id]?.reservoir {
                state.entries[id]?.lastUse = state.clock
                return known
            }
            if state.entries.count >= Self.keyLimit,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            {
                state.entries[oldest] = nil
            }
            let reservoir = NoiseReservoir(makePool(key.publicKey))
            state.entries[id] = Entry(key: key, reservoir: reservoir, lastUse: state.clock)
            return reservoir
        }
    }
}

private struct ReservoirSupply: NoiseSupply {
    let reservoirs: NoiseReservoirs

    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        reservoirs.reservoir(for: key).next(count, for: key)
    }
}

/// The noise of one key.
private final class NoiseReservoir: Sendable {
    private struct State: ~Copyable {
        var stock = NoiseBatch()
        var pool: NoisePool

        init(_ pool: NoisePool) {
            self.pool = pool
        }

        /// Lets noise that goes out into the pool, which takes it: a reservoir serves one key.
        mutating func remember(_ noise: borrowing Noise) {
            try? pool.add(copyOf: noise)
        }
    }

    private let state: Mutex<State>

    init(_ pool: NoisePool) {
        state = Mutex(State(pool))
    }

    var stockCount: Int { state.withLock { $0.stock.count } }
    var isPoolFull: Bool { state.withLock { $0.pool.isFull } }

    func stockUp(_ count: Int, for key: ProvenPublicKey) {
        var fresh = FreshNoise()
        var made = fresh.next(count, for: key)
        state.withLock { state in
            while let noise = made.take() { state.stock.add(noise) }
        }
    }

    func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        // Whatever takes long happens outside the lock; a full pool never changes, so a copy of it serves as well.
        let pool = state.withLock { $0.pool }
        if pool.isFull { return pool.draw(count) }
        var batch = NoiseBatch()
        state.withLock { state in
            while batch.count < count, let noise = state.stock.take() {
                state.remember(noise)
                batch.add(noise)
            }
        }
        guard batch.count < count else { return batch }
        var fresh = FreshNoise()
        var made = fresh.next(count - batch.count, for: key)
        state.withLock { state in
            while let noise = made.take() {
                state.remember(noise)
                batch.add(noise)
            }
        }
        return batch
    }
}
