// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing

@Suite("Order of a stream")
struct StreamProgressTests {
    private static let header = header(.request, request: 3)
    /// Another direction; another request.
    private static let others = [header(.answer, request: 3), header(.request, request: 4)]

    private static func header(_ kind: StreamHeader.Kind, request: UInt8) -> StreamHeader {
        do {
            return StreamHeader(
                kind: kind, contractID: try ContractID(bytes: .init(repeating: 1, count: 32)),
                keyID: .repeating(2),
                requestID: try RequestID(bytes: .init(repeating: request, count: 16)), layout: .packedRows)
        } catch {
            fatalError("\(error)")
        }
    }

    /// A stream of groups of 10 rows after some groups.
    private static func progress(_ rowCounts: [Int] = []) throws -> StreamProgress {
        var progress = StreamProgress(header, groupRowCount: 10)
        for (index, count) in rowCounts.enumerated() {
            try progress.accept(groupBinding: header.groupBinding, index: UInt64(index), rowCount: count)
        }
        return progress
    }

    @Test(
        "full groups in order, then a partly filled one, then the totals",
        arguments: [[10], [3], [10, 10], [10, 10, 1]])
    func accepts(_ rowCounts: [Int]) throws {
        let progress = try Self.progress(rowCounts)
        let rows = UInt64(rowCounts.reduce(0, +))
        #expect(progress.rowCount == rows && progress.groupCount == rowCounts.count)
        try progress.close(binding: Self.header.binding, rowCount: rows, groupCount: UInt64(rowCounts.count))
    }

    @Test(
        "a gap, a repetition and a start elsewhere are refused",
        arguments: [([], 1), ([10], 0), ([10], 2), ([10, 10], 1), ([], .max)] as [([Int], UInt64)])
    func order(rowCounts: [Int], index: UInt64) throws {
        var progress = try Self.progress(rowCounts)
        let error = #expect(throws: StreamError.self) {
            try progress.accept(groupBinding: Self.header.groupBinding, index: index, rowCount: 10)
        }
        #expect(error?.code == .order)
        // A refusal changes nothing.
        #expect(progress.groupCount == rowCounts.count && progress.rowCount == 10 * UInt64(rowCounts.count))
    }

    @Test("nothing follows a partly filled group", arguments: [1, 9])
    func partlyFilled(_ rows: Int) throws {
        var progress = try Self.progress([10, rows])
        for next in [10, 1] {
            let error = #expect(throws: StreamError.self) {
                try progress.accept(groupBinding: Self.header.groupBinding, index: 2, rowCount: next)
            }
            #expect(error?.code == .order)
        }
    }

    @Test("a group has from 1 to L rows", arguments: [0, -1, 11, Int.max, .min])
    func rowCounts(_ rows: Int) throws {
        var progress = try Self.progress([10])
        let error = #expect(throws: StreamError.self) {
            try progress.accept(groupBinding: Self.header.groupBinding, index: 1, rowCount: rows)
        }
        #expect(error?.code == .rowCount)
        var none = StreamProgress(Self.header, groupRowCount: 0)
        #expect(throws: StreamError.self) {
            try none.accept(groupBinding: Self.header.groupBinding, index: 0, rowCount: rows)
        }
    }

    @Test("messages of another stream are refused")
    func bindings() throws {
        let right = Self.header.groupBinding
        for wrong in Self.others.map(\.groupBinding) + [
            [], Array(right.dropLast()), right + [0], Self.header.binding,
        ] {
            var progress = try Self.progress([10])
            let error = #expect(throws: StreamError.self) {
                try progress.accept(groupBinding: wrong, index: 1, rowCount: 10)
            }
            #expect(error?.code == .binding)
        }
        let progress = try Self.progress([10])
        for wrong in Self.others.map(\.binding) + [right, [], Self.header.binding.reversed()] {
            let error = #expect(throws: StreamError.self) {
                try progress.close(binding: wrong, rowCount: 10, groupCount: 1)
            }
            #expect(error?.code == .binding)
        }
    }

    @Test("other totals, and a stream without rows, are refused")
    func totals() throws {
        for (rowCounts, rows, groups) in [
            ([10, 5], 14, 2), ([10, 5], 16, 2), ([10, 5], 15, 1), ([10, 5], 15, 3), ([10, 5], 0, 0), ([], 0, 0),
            ([], 1, 1),
            ([10], .max, .max),
        ] as [([Int], UInt64, UInt64)] {
            let progress = try Self.progress(rowCounts)
            let error = #expect(throws: StreamError.self) {
                try progress.close(binding: Self.header.binding, rowCount: rows, groupCount: groups)
            }
            #expect(error?.code == .totals)
        }
    }
}
