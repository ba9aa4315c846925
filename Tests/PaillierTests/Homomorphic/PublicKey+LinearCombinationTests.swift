// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Linear combinations")
struct PublicKeyLinearCombinationTests {
    static let widths = [1, 2, 3, 8, 16, 17, 27, 32, 64, 90]

    /// Lists of weights at the corners of their range: what a wrong offset or a skipped zero would spoil.
    static func weightLists(_ count: Int, _ width: Int, _ generator: inout SeededGenerator) -> [[BigInt]] {
        let (low, high) = (-(BigInt(1) << (width - 1)), (BigInt(1) << (width - 1)) - 1)
        return [
            .init(repeating: 0, count: count), .init(repeating: low, count: count),
            .init(repeating: high, count: count),
            (0..<count).map { $0 == 0 ? low : 0 }, (0..<count).map { $0 == count - 1 ? high : 0 },
            (0..<count).map { $0.isMultiple(of: 2) ? low : high },
            (0..<count).map { _ in BigInt(BigUInt.random(below: 1 << width, using: &generator)) + low },
        ]
    }

    @Test(
        "agree with the integers for extreme, zero and random weights", arguments: widths,
        ["structured-512", "phe-512"])
    func correct(_ width: Int, _ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n) = (try fixture.privateKey, BigInt(fixture.n.value))
        var generator = SeededGenerator(seed: UInt64(width))
        for count in [1, 2, 10] {
            let values = (0..<count).map { _ in BigInt(BigUInt.random(below: fixture.n.value, using: &generator)) }
            let ciphertexts = try key.encrypt(values.map { Plaintext(big: $0.magnitude) })
            let lists = Self.weightLists(count, width, &generator)
            let rows = try lists.map { try $0.map { try SignedScalar(big: $0, bitWidth: width) } }
            let results = try key.publicKey.linearCombinations(ciphertexts, rows)
            #expect(results.count == lists.count)
            for ((weights, row), result) in zip(zip(lists, rows), results) {
                let expected = zip(values, weights).reduce(BigInt(0)) { $0 + $1.0 * $1.1 }.modulus(n)
                #expect(try BigInt(key.decrypt(key.publicKey.rerandomise(result)).value) == expected, "\(weights)")
                // A batch equals its single rows, to the bit.
                let single = try key.publicKey.bare(key.publicKey.linearCombination(ciphertexts, row))
                #expect(try single == key.publicKey.bare(result))
            }
        }
    }

    @Test("a thousand features")
    func thousand() throws {
        let fixture = KeyFixture.named("structured-512")
        let key = try fixture.privateKey
        var generator = SeededGenerator(seed: 36)
        let values = (0..<1000).map { _ in generator.next() >> 40 }
        let weights = (0..<1000).map { _ in Int64(bitPattern: generator.next()) >> 48 }
        let ciphertexts = try key.encrypt(values.map { Plaintext($0) })
        let scalars = try weights.map { try SignedScalar(big: BigInt($0), bitWidth: 16) }
        let result = try key.decrypt(key.publicKey.rerandomise(key.publicKey.linearCombination(ciphertexts, scalars)))
        let expected = zip(values, weights).reduce(BigInt(0)) { $0 + BigInt($1.0) * BigInt($1.1) }
        #expect(BigInt(result.value) == expected.modulus(BigInt(fixture.n.value)))
    }

    @Test("trivial ciphertexts isolate one weight and change nothing: c = 1 elsewhere")
    func isolation() throws {
        let key = try KeyFixture.named("phe-512").privateKey
        let one = try key.publicKey.ciphertext(1)
        let probe = try key.encrypt(Plaintext(1))
        for (weight, place) in [(0, 0), (1, 1), (-1, 2), (-32_768, 1), (32_767, 0)] as [(BigInt, Int)] {
            var ciphertexts = [one, one, one]
            ciphertexts[place] = probe
            var weights: [BigInt] = [12_345, -12_345, 7]
            weights[place] = weight
            let scalars = try weights.map { try SignedScalar(big: $0, bitWidth: 16) }
            let sum = try key.publicKey.linearCombination(ciphertexts, scalars)
            let expected = weight.modulus(BigInt(KeyFixture.named("phe-512").n.value))
            #expect(try BigInt(key.decrypt(key.publicKey.rerandomise(sum)).value) == expected)
        }
    }

    @Test("the products made depend on the count and the width alone", arguments: widths)
    func schedule(_ width: Int) throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let counting = CountingKernel()
        let counted = try key.publicKey.onKernel(counting.kernel)
        var generator = SeededGenerator(seed: UInt64(width))
        for count in [1, 10, 100] {
            let ciphertexts = try (0..<count).map { _ in try key.encrypt(Plaintext(1), using: &generator) }
            let counts = try Self.weightLists(count, width, &generator).map { weights in
                let scalars = try weights.map { try SignedScalar(big: $0, bitWidth: width) }
                return try counting.products { _ = try counted.linearCombination(ciphertexts, scalars) }
            }
            #expect(Set(counts).count == 1 && counts[0] >= count, "\(count) weights of \(width) bits: \(counts)")
        }
    }

    @Test("several groups at once equal each alone, and cost as much")
    func groups() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let counting = CountingKernel()
        let counted = try key.publicKey.onKernel(counting.kernel)
        let groups = try (0..<4).map { group in
            try key.encrypt((0..<3).map { Plaintext(UInt64(10 * group + $0)) })
        }
        let weights = try [[1, -2, 3], [-4, 0, 5]].map { try $0.map { try SignedScalar(big: $0, bitWidth: 8) } }
        var together: [[UnreleasedCiphertext]] = []
        let products = try counting.products { together = try counted.linearCombinations(ofGroups: groups, weights) }
        #expect(together.count == 4)
        var sum = 0
        for (group, row) in zip(groups, together) {
            var alone: [UnreleasedCiphertext] = []
            sum += try counting.products { alone = try counted.linearCombinations(group, weights) }
            #expect(try row.map { try counted.bare($0) } == alone.map { try counted.bare($0) })
        }
        #expect(sum == products)
        #expect(try key.publicKey.linearCombinations(ofGroups: [], weights).isEmpty)
        #expect(throws: PaillierError(.countMismatch)) {
            try key.publicKey.linearCombinations(ofGroups: [groups[0], Array(groups[1].dropLast())], weights)
        }
    }

    /// The check leaves the inverse of the product behind, which holds for the list as it was checked and for no other.
    @Test("what the check of a list found out is used for exactly that list")
    func afterCheck() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let counting = CountingKernel()
        let counted = try key.publicKey.onKernel(counting.kernel)
        let bytes = try key.encrypt((1...4).map { Plaintext($0) }).map { $0.bigEndianBytes() }
        let list = try key.publicKey.ciphertexts(bigEndianBytes: bytes)
        let twin = try key.publicKey.ciphertexts(bigEndianBytes: bytes)
        let single = try bytes.map { try key.publicKey.ciphertext(bigEndianBytes: $0) }
        let other = try key.publicKey.ciphertext(bigEndianBytes: key.encrypt(Plaintext(9)).bigEndianBytes())
        let n = BigInt(KeyFixture.named("structured-512").n.value)
        /// The products, after a look at the result.
        func products(_ ciphertexts: [Ciphertext], _ values: [BigInt]) throws -> Int {
            let weights: [BigInt] = [-3, 5, 7, -9, 2]
            let scalars = try weights.prefix(values.count).map { try SignedScalar(big: $0, bitWidth: 5) }
            var sums: [UnreleasedCiphertext] = []
            let products = try counting.products {
                sums = [try counted.linearCombination(ciphertexts, scalars)]
            }
            let expected = zip(weights, values).reduce(BigInt(0)) { $0 + $1.0 * $1.1 }.modulus(n)
            #expect(try BigInt(key.decrypt(key.publicKey.rerandomise(sums[0])).value) == expected)
            return products
        }
        let best = try products(list, [1, 2, 3, 4])
        #expect(try products(twin, [1, 2, 3, 4]) == best)
        #expect(try products(single, [1, 2, 3, 4]) > best)
        #expect(try products([list[0], list[1], twin[2], list[3]], [1, 2, 3, 4]) > best)
        #expect(try products([list[1], list[0], list[2], list[3]], [2, 1, 3, 4]) > best)
        #expect(try products([list[0], list[0], list[2], list[3]], [1, 1, 3, 4]) > best)
        #expect(try products([list[0], list[1], list[2], other], [1, 2, 3, 9]) > best)
        _ = try products(Array(list.dropLast()), [1, 2, 3])
        _ = try products(list + [other], [1, 2, 3, 4, 9])
    }

    @Test("lists that do not fit together are refused")
    func counts() throws {
        let key = try KeyFixture.named("phe-512").publicKey
        let c = try key.encrypt(Plaintext(1))
        let w = SignedScalar(1)
        let narrow = try SignedScalar(big: 1, bitWidth: 16)
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombination([], []) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombination([c], []) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombination([], [w]) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombination([c], [w, w]) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombination([c, c], [w]) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombinations([c], []) }
        #expect(throws: PaillierError(.countMismatch)) { try key.linearCombinations([c], [[w], []]) }
        #expect(throws: PaillierError(.scalarWidth)) { try key.linearCombination([c, c], [w, narrow]) }
        #expect(throws: PaillierError(.scalarWidth)) { try key.linearCombinations([c], [[w], [narrow]]) }
        let other = try KeyFixture.named("structured-512").publicKey.encrypt(Plaintext(1))
        #expect(throws: PaillierError(.keyMismatch)) { try key.linearCombination([c, other], [w, w]) }
    }
}
