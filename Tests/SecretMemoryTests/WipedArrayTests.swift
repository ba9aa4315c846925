// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import TestSupport
import Testing

@Suite("Wiped array", .serialized)
struct WipedArrayTests {
    @Test("holds what is put into it, in order, whatever the capacity", arguments: [0, 1, 3, 4, 5, 100])
    func holds(_ capacity: Int) {
        var array = WipedArray<Int64>(capacity: capacity)
        #expect(array.isEmpty)
        array.append(7)
        array.append(contentsOf: [8, 9])
        array.append(contentsOf: (10...20).lazy.map { $0 })
        #expect(Array(array) == Array(7...20))
        array[2] = -1
        array.removeLast(10)
        #expect(Array(array) == [7, 8, -1, 10])
        array.removeAll()
        #expect(array.isEmpty)
        array.append(5)
        #expect(Array(array) == [5])
        #expect(Array(WipedArray(0..<1000)) == Array(0..<1000))
        #expect(Array(WipedArray(count: 3) { $0 * $0 }) == [0, 1, 4])
        #expect(Array(WipedArray(repeating: 7, count: 3)) == [7, 7, 7])
    }

    @Test("elements from a place on are changed, each with its place", arguments: 0...4)
    func update(_ start: Int) {
        var array = WipedArray([10, 20, 30, 40])
        array.update(from: start) { $1 += $0 }
        #expect(Array(array) == (0..<4).map { 10 * ($0 + 1) + ($0 >= start ? $0 : 0) })
    }

    @Test("a copy does not see changes of the other")
    func copies() {
        let original = WipedArray([1, 2, 3])
        let changes: [(inout WipedArray<Int>) -> Void] = [
            { $0[0] = 9 }, { $0.append(4) }, { $0.append(contentsOf: [4]) }, { $0.removeLast() }, { $0.removeAll() },
            { $0.update { $1 += 1 } },
        ]
        for change in changes {
            var copy = original
            change(&copy)
            #expect(Array(original) == [1, 2, 3])
            #expect(Array(copy) != [1, 2, 3])
        }
    }

    @Test("elements that are dropped are overwritten at once")
    func dropped() {
        var array = WipedArray(repeatElement(0xA5 as UInt8, count: 64))
        array.removeLast(60)
        for place in 0..<64 { unsafe #expect(array.storage.pointer[place] == (place < 4 ? 0xA5 : 0)) }
        array.removeAll()
        for place in 0..<64 { unsafe #expect(array.storage.pointer[place] == 0) }
    }

    @Test("what the function of the elements throws is passed on")
    func throwing() {
        struct Fault: Error {}
        #expect(throws: Fault.self) {
            try WipedArray<UInt8>(count: 5) { place throws(Fault) in
                guard place < 3 else { throw Fault() }
                return 1
            }
        }
    }

    @Test("shows nothing when printed or reflected")
    func redacted() {
        let array = WipedArray([12345.5])
        #expect("\(array)" == "WipedArray(redacted)")
        #expect(String(reflecting: array) == "WipedArray(redacted)")
        #expect(Mirror(reflecting: array).children.isEmpty)
        var text = ""
        dump([array], to: &text)
        #expect(!text.contains("12345"))
    }

    #if os(Linux)
        @Test("leaves nothing behind: released, outgrown, copied and changed", arguments: 0..<4)
        func wiped(_ way: Int) {
            let secret: UInt64 = 0xFACE_0FF5_1DE5_0000 + UInt64(way)
            for count in [16, 40, 64] {
                for _ in 0..<5 { use(secret, count, way) }
            }
            let found = FreedMemory.occurrences(
                ofVeiled: [FreedMemory.veiled(secret)], limbCounts: 8...130, blockCount: 50)
            #expect(found == 0)
        }

        @inline(never)
        private func use(_ secret: UInt64, _ count: Int, _ way: Int) {
            switch way {
            case 0: _ = WipedArray(count: count) { _ in secret }
            case 1:
                var array = WipedArray<UInt64>()
                for _ in 0..<count { array.append(secret) }
            default:
                let array = WipedArray(repeatElement(secret, count: count))
                var copy = array
                if way == 2 { copy[0] = 1 } else { copy.removeAll() }
                #expect(array[0] == secret)
            }
        }
    #endif
}
