// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier
import Synchronization

/// How much noise there is for a key.
public struct NoiseLevel: Hashable, Sendable {
    /// Pieces that are ready.
    public var stock: Int
    /// Whether more comes out of a full pool, at a fraction of an exponentiation each.
    public var isPoolFull: Bool
}

/// The noise of one key.
final class NoiseReservoir: Sendable {
    /// Pieces that are made at once: enough for the lanes of a processor, and quickly done.
    static let batchSize = 8

    private struct State: ~Copyable {
        var stock = NoiseBatch()
        var pool: NoisePool

        init(_ pool: NoisePool) {
            self.pool = pool
        }

        var level: NoiseLevel { NoiseLevel(stock: stock.count, isPoolFull: pool.isFull) }

        /// Lets noise that goes out into the pool, which takes it: a reservoir serves one key.
        mutating func remember(_ noise: borrowing Noise) {
            try? pool.add(copyOf: noise)
        }
    }

    private let state: Mutex<State>

    init(_ pool: NoisePool) {
        state = Mutex(State(pool))
    }

    var level: NoiseLevel { state.withLock { $0.level } }

    /// Puts a few pieces more where they are lacking, into the pool, then into the stock.
    ///
    /// - Returns: Whether any were lacking.
    func fill(for key: ProvenPublicKey) -> Bool {
        let level = level
        if !level.isPoolFull {
            var fresh = FreshNoise()
            var made = fresh.next(Self.batchSize, for: key)
            state.withLock { state in
                while let noise = made.take() { state.remember(noise) }
            }
            return true
        }
        guard level.stock < NoiseReservoirs.stockLimit else { return false }
        stockUp(min(Self.batchSize, NoiseReservoirs.stockLimit - level.stock), for: key)
        return true
    }

    func stockUp(_ count: Int, for key: ProvenPublicKey) {
        var made = make(count, for: key)
        state.withLock { state in
            while let noise = made.take() { state.stock.add(noise) }
        }
    }

    /// Pieces out of the stock, and others where it does not suffice.
    func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        var batch = NoiseBatch()
        state.withLock { state in
            while batch.count < count, let noise = state.stock.take() {
                state.remember(noise)
                batch.add(noise)
            }
        }
        guard batch.count < count else { return batch }
        var made = make(count - batch.count, for: key)
        state.withLock { state in
            while let noise = made.take() {
                state.remember(noise)
                batch.add(noise)
            }
        }
        return batch
    }

    /// Pieces out of the pool, or fresh ones.
    ///
    /// It takes long, and happens outside the lock: a full pool never changes, so a copy of it serves as well.
    private func make(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        let pool = state.withLock { $0.pool }
        if pool.isFull { return pool.draw(count) }
        var fresh = FreshNoise()
        return fresh.next(count, for: key)
    }
}
