// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Blinding of decryptions")
struct BlindingTests {
    static let fixture = KeyFixture.named("structured-512")
    let key: PrivateKey
    let reference: ReferencePaillier

    init() throws {
        key = try Self.fixture.privateKey
        reference = ReferencePaillier(Self.fixture)
    }

    /// The encryption that a pair holds in two halves, as one number, and the plaintext beside it.
    private func pair(_ blinding: Blinding) -> (ciphertext: BigUInt, plaintext: BigUInt) {
        let (p2, q2) = (reference.p * reference.p, reference.q * reference.q)
        let (p, q) = (blinding.p.value.natural.value % p2, blinding.q.value.natural.value % q2)
        let lift = (q + q2 - p % q2) * p2.inverse(q2)! % q2
        return (p + p2 * lift, blinding.shift.value.natural.value % reference.n)
    }

    private func agrees(_ blinding: Blinding) -> Bool {
        func agrees<Element: RingElement>(_ residue: CheckedResidue<Element>) -> Bool {
            let bound = residue.shadow.modulus.value.value.power(Element.digitCount)
            return residue.value.natural.value % bound == residue.shadow.natural.value
        }
        return agrees(blinding.p) && agrees(blinding.q) && agrees(blinding.shift)
    }

    @Test("a pair is a plaintext and an encryption of it, new and after every step")
    func consistent() {
        var source = SeededGenerator(seed: 50)
        var seen: Set<BigUInt> = []
        for _ in 0..<4 {
            var blinding = Blinding(for: key, using: &source)
            for use in 1...40 {
                let (ciphertext, plaintext) = pair(blinding)
                #expect(blinding.useCount == use)
                #expect(reference.decrypt(ciphertext) == plaintext && plaintext > 0 && agrees(blinding))
                #expect(seen.insert(ciphertext).inserted && seen.insert(plaintext).inserted)
                blinding = blinding.successors(1, using: &source)[0]
            }
        }
    }

    @Test("the pairs of a batch come from one, each by an exponent of its own, in the order in which these are drawn")
    func batch() {
        var start = SeededGenerator(seed: 54)
        let first = Blinding(for: key, using: &start)
        var words = SeededGenerator(seed: 55)
        let exponents = (0..<20).map { _ in BigUInt(words.next() & (1 << 63 - 1)) * 2 + 1 }
        for count in [0, 1, 20] {
            var source = SeededGenerator(seed: 55)
            let next = first.successors(count, using: &source)
            #expect(next.count == count && next.map(\.useCount) == Array(2..<2 + count))
            for (blinding, e) in zip(next, exponents) {
                #expect(pair(blinding).ciphertext == pair(first).ciphertext.power(e, modulus: reference.square))
                #expect(pair(blinding).plaintext == pair(first).plaintext * e % reference.n && agrees(blinding))
            }
        }
    }

    @Test("the plaintext is uniform below n: its extremes are 0 and n − 1")
    func extremes() throws {
        let words = (reference.n.bitWidth + 63) / 64
        for shift in [0, 1, reference.n - 1] {
            var source = ScriptedSource((0..<words).map { UInt64(truncatingIfNeeded: shift >> (64 * $0)) }, thenSeed: 1)
            #expect(try key.decrypt(key.encrypt(Plaintext(5)), using: &source).value == 5)
            #expect(source.isExhausted)
        }
        // n itself is drawn again.
        let script = [reference.n, 7].flatMap { number in
            (0..<words).map { UInt64(truncatingIfNeeded: number >> (64 * $0)) }
        }
        var source = ScriptedSource(script, thenSeed: 1)
        #expect(pair(Blinding(for: key, using: &source)).plaintext == 7)
    }

    /// With e = 2 each time, the trace of one decryption could be compared with the next one's: the doubling attack.
    @Test(
        "a step raises to an odd exponent of 64 bits, all of them drawn",
        arguments: [0, 1, 2, 1 << 62, (1 << 63) - 1, 0x1234_5678_9ABC_DEF0 >> 1] as [UInt64])
    func step(_ drawn: UInt64) {
        var start = SeededGenerator(seed: 51)
        let old = Blinding(for: key, using: &start)
        var source = ScriptedSource([drawn])
        let new = old.successors(1, using: &source)[0]
        #expect(source.isExhausted && source.drawnCount == 1)
        let e = BigUInt(drawn) * 2 + 1
        #expect(pair(new).ciphertext == pair(old).ciphertext.power(e, modulus: reference.square))
        #expect(pair(new).plaintext == pair(old).plaintext * e % reference.n)
        #expect(agrees(new))
    }

    @Test("new randomness at first and after 32 uses, a step for each of the others")
    func renewal() throws {
        let ciphertext = try key.encrypt(Plaintext(77))
        var source = ScriptedSource([], thenSeed: 52)
        var decryptor = Decryptor(key)
        var last: Blinding?
        for decryption in 0..<100 {
            let before = source.drawnCount
            let plaintext = try decryptor.decrypt(ciphertext, using: &source).value
            let blinding = decryptor.blinding
            let now = try #require(blinding)
            #expect(plaintext == 77)
            #expect(now.useCount == decryption % 32 + 1)
            // A step draws one word; a new pair at least a, and a base for each half.
            #expect((source.drawnCount - before == 1) == (decryption % 32 != 0))
            if let last { #expect(pair(now).plaintext != pair(last).plaintext) }
            last = now
        }
    }

    @Test("decryptors share no blinding")
    func independent() throws {
        let ciphertext = try key.encrypt(Plaintext(1))
        var plaintexts: Set<BigUInt> = []
        for _ in 0..<20 {
            var decryptor = Decryptor(key)
            _ = try decryptor.decrypt(ciphertext)
            let blinding = decryptor.blinding
            plaintexts.insert(pair(try #require(blinding)).plaintext)
        }
        #expect(plaintexts.count == 20)
    }

    /// Without blinding nothing that is done to it would show.
    @Test("what the halves raise is the blinded ciphertext, and a wrong blinding gives no plaintext")
    func isApplied() throws {
        var source = SeededGenerator(seed: 53)
        let ciphertext = try key.encrypt(Plaintext(9))
        let blinding = Blinding(for: key, using: &source)
        let opening = key.open([ciphertext.residue], blindedBy: [blinding])[0]
        let blinded = ciphertext.value * pair(blinding).ciphertext
        for (half, prime) in [(opening.p, reference.p), (opening.q, reference.q)] {
            #expect(half.blinded.value.natural.value % (prime * prime) == blinded % (prime * prime))
        }
        #expect(key.confirms(opening).reveal() && opening.result.value == 9)
        for change in 0..<3 {
            var wrong = blinding
            let other = Blinding(for: key, using: &source)
            switch change {
            case 0: wrong.p = other.p
            case 1: wrong.q = other.q
            default: wrong.shift = other.shift
            }
            // Each part agrees with its own shadow; only together they are wrong.
            let opening = key.open([ciphertext.residue], blindedBy: [wrong])[0]
            #expect(opening.result.value != 9)
        }
    }
}
