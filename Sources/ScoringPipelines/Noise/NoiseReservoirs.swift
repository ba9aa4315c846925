// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import Synchronization

/// What a server keeps of the keys that it answers under: for each the knowledge that its proof holds, a stock of noise made ahead of
/// need, and a pool that makes more of it quickly.
///
/// The first answers under a key get fresh noise `s^n`, which then enters the key's pool; once that is full, noise comes out
/// of the pool. With ``init(fillsInIdleTime:)`` those of keys that came back are filled while no server that shares them scores.
/// Keys that were not used for longest are forgotten, and their memory wiped. Safe to share between threads.
public final class NoiseReservoirs: Sendable {
    /// The most keys remembered of those that came back, or that noise was prepared for.
    public static let keyLimit = 64
    /// The most keys remembered of those that came once: strangers, however many, drive out each other alone.
    public static let newKeyLimit = 16
    /// Pieces of a key that are made in idle time, once its pool is full.
    public static let stockLimit = 64

    private struct Entry {
        let key: ProvenPublicKey
        let reservoir: NoiseReservoir
        var lastUse: UInt64
        var isNew = true
    }

    private struct State {
        var entries: [KeyID: Entry] = [:]
        var clock: UInt64 = 0

        /// The reservoir of a key that is remembered, which counts as a use.
        mutating func use(_ id: KeyID) -> NoiseReservoir? {
            guard entries[id] != nil else { return nil }
            clock += 1
            entries[id]?.lastUse = clock
            return entries[id]?.reservoir
        }

        /// Counts a key among those that came back.
        mutating func settle(_ id: KeyID) {
            guard entries[id]?.isNew == true else { return }
            makeRoom(among: false, limit: NoiseReservoirs.keyLimit)
            entries[id]?.isNew = false
        }

        /// Forgets the key that was not used for longest, unless there are fewer than the limit.
        mutating func makeRoom(among isNew: Bool, limit: Int) {
            let entries = entries.filter { $0.value.isNew == isNew }
            guard entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            else { return }
            self.entries[oldest] = nil
        }
    }

    private let state = Mutex(State())
    private let makePool: @Sendable (PublicKey) -> NoisePool
    private let idleTime: IdleTime?

    /// No key known.
    ///
    /// - Parameter fillsInIdleTime: Whether pools and stocks of keys that came back are filled in idle time, on one core: first the
    ///   pool of the key that was used last, with as many exponentiations as it has places, 325 at 2048 bits, then ``stockLimit``
    ///   pieces out of the pool.
    public convenience init(fillsInIdleTime: Bool = false) {
        self.init(fillsInIdleTime: fillsInIdleTime) { NoisePool(for: $0) }
    }

    /// Reservoirs with pools of another shape, for tests.
    package init(
        fillsInIdleTime: Bool = false, insecureTestPool makePool: @escaping @Sendable (PublicKey) -> NoisePool
    ) {
        self.makePool = makePool
        idleTime = fillsInIdleTime ? IdleTime() : nil
    }

    /// Keys remembered now.
    package var keyCount: Int { state.withLock { $0.entries.count } }

    /// Whether a key is remembered; does not count as a use.
    package func remembers(_ key: ProvenPublicKey) -> Bool { state.withLock { $0.entries[key.id] != nil } }

    /// What there is for each key that is remembered; no use of the keys.
    public var levels: [KeyID: NoiseLevel] {
        state.withLock { $0.entries.mapValues(\.reservoir) }.mapValues(\.level)
    }

    /// Makes noise for a number of answers ahead of need; takes an exponentiation modulo n² for each, until the key's pool is full.
    public func prepare(_ count: Int, for key: ProvenPublicKey) {
        let reservoir = reservoir(for: key)
        state.withLock { $0.settle(key.id) }
        // A few at once: whoever needs noise meanwhile finds what is ready.
        for made in stride(from: 0, to: count, by: NoiseReservoir.batchSize) {
            reservoir.stockUp(min(NoiseReservoir.batchSize, count - made), for: key)
        }
    }

    /// The key of an id, if one is remembered: it has come back, and its proof need not be checked again.
    @Sendable package func provenKey(_ id: KeyID) -> ProvenPublicKey? {
        state.withLock { state in
            state.settle(id)
            return state.entries[id]?.key
        }
    }

    /// A supply from these reservoirs, for one thread.
    public var supply: some NoiseSupply { ReservoirSupply(reservoirs: self) }

    /// Takes note that something is scored: what is made in idle time waits.
    func workBegins() { idleTime?.workBegins() }

    /// Takes note that it is done.
    func workEnds() { idleTime?.workEnds { [weak self] in self?.fillOne() ?? false } }

    /// Makes a few pieces for the key that was used last of those that came back and lack any; whether there was one.
    private func fillOne() -> Bool {
        let settled = state.withLock { $0.entries.values.filter { !$0.isNew } }
        return settled.sorted { $0.lastUse > $1.lastUse }.contains { $0.reservoir.fill(for: $0.key) }
    }

    fileprivate func reservoir(for key: ProvenPublicKey) -> NoiseReservoir {
        state.withLock { state in
            if let known = state.use(key.id) { return known }
            state.makeRoom(among: true, limit: Self.newKeyLimit)
            let reservoir = NoiseReservoir(makePool(key.publicKey))
            state.entries[key.id] = Entry(key: key, reservoir: reservoir, lastUse: 0)
            _ = state.use(key.id)
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
