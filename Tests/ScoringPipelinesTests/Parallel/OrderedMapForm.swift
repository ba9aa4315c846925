// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import ScoringPipelines

/// The two forms of an ordered map.
enum OrderedMapForm: CaseIterable {
    case blocking, suspending

    /// Prepares item by item.
    func run<Item: Sendable, Prepared, Result: Sendable>(
        on queue: DispatchQueue = OrderedMap.makeQueue(.utility), atMost limit: Int, next: () throws -> Item?,
        prepare: @escaping @Sendable (Item) throws -> Prepared,
        transform: @escaping @Sendable ([Prepared]) throws -> [Result], consume: (Result) throws -> Void
    ) async throws {
        switch self {
        case .blocking:
            try OrderedMap.run(
                on: queue, atMost: limit, next: next, prepare: { try $0.map(prepare) }, transform: transform,
                consume: consume)
        case .suspending:
            try await OrderedMap.runSuspending(
                on: queue, atMost: limit,
                next: {
                    await Task.yield()
                    return try next()
                }, prepare: { try $0.map(prepare) }, transform: transform,
                consume: {
                    await Task.yield()
                    try consume($0)
                })
        }
    }

    /// Works on one item at a time.
    func run<Item: Sendable, Result: Sendable>(
        next: () throws -> Item?, transform: @escaping @Sendable (Item) throws -> Result,
        consume: (Result) throws -> Void
    ) async throws {
        try await run(atMost: 1, next: next, prepare: transform, transform: { $0 }, consume: consume)
    }

    /// The numbers from 0 on; one of them cannot be had.
    static func source(_ count: Int, failingAt failing: Int = .max) -> () throws -> Int? {
        var next = 0
        return {
            defer { next += 1 }
            if next == failing { throw OrderedMapFailure(item: next) }
            return next < count ? next : nil
        }
    }
}

struct OrderedMapFailure: Error, Equatable {
    let item: Int
}
