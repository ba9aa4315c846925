// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// Flips bits in all that a decryption reads and computes: whatever is released all the same is the right plaintext.
///
/// A plaintext that is right modulo one prime only would factor the key.
@Suite("Faults in decryption")
struct FaultTests {
    /// A key that no other test reads while this one damages it.
    private static func newKey(_ name: String) throws -> (key: PrivateKey, reference: ReferencePaillier) {
        let fixture = KeyFixture.named(name)
        return (try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural), ReferencePaillier(fixture))
    }

    private static func flip(_ bit: Int, of storage: LimbStorage) {
        unsafe storage.pointer[bit / 64] ^= 1 << UInt64(bit % 64)
    }

    /// Flips a bit of a digit, below the modulus's length, so that an element stays one that there could be; bits are numbered
    /// through the digits. Gives false when there is no such bit.
    private static func flip(_ bit: Int, of element: any RingElement) -> Bool {
        let bits = element.modulus.value.bitWidthVariableTime - 1
        guard bit < bits * type(of: element).digitCount else { return false }
        flip(bit / bits * 64 * element.modulus.limbCount + bit % bits, of: element.storage)
        return true
    }

    // MARK: - In memory, before a decryption

    @Test("a bit of the blinding flips between two decryptions", arguments: ["structured-512", "phe-512"])
    func blinding(_ name: String) throws {
        let (key, _) = try Self.newKey(name)
        let ciphertext = try key.publicKey.encrypt(Plaintext(1_234_567))
        var source = SeededGenerator(seed: 60)
        for part in 0..<6 {
            for bit in stride(from: part, to: 2000, by: 7) {
                var decryptor = Decryptor(key)
                _ = try decryptor.decrypt(ciphertext, using: &source)
                let kept = decryptor.blinding
                let blinding = try #require(kept)
                let elements: [any RingElement] = [
                    blinding.p.value, blinding.p.shadow, blinding.q.value, blinding.q.shadow, blinding.shift.value,
                    blinding.shift.shadow,
                ]
                guard Self.flip(bit, of: elements[part]) else { break }
                do throws(PaillierError) {
                    _ = try decryptor.decrypt(ciphertext, using: &source)
                    Issue.record("part \(part), bit \(bit): the blinding does not matter")
                } catch { #expect(error == PaillierError(.fault)) }
                // The damaged pair is gone.
                let next = try decryptor.decrypt(ciphertext, using: &source).value
                #expect(next == 1_234_567)
            }
        }
    }

    @Test("a bit of the key flips", arguments: ["structured-512", "phe-512"])
    func key(_ name: String) throws {
        let (key, _) = try Self.newKey(name)
        let ciphertext = try key.publicKey.encrypt(Plaintext(1_234_567))
        // What a key makes when it is first used is there, made from right numbers; the other case follows below.
        _ = try key.decrypt(ciphertext)
        func place(_ number: Natural) -> (LimbStorage, Int) { (number.storage, number.bitWidthVariableTime) }
        func place(_ residue: Residue) -> (LimbStorage, Int) {
            (residue.storage, residue.modulus.value.bitWidthVariableTime)
        }
        func place(_ factor: PreparedFactor<Residue>) -> (LimbStorage, Int) {
            (factor.storage, factor.modulus.value.bitWidthVariableTime)
        }
        let halves = [key.pHalf, key.qHalf].flatMap { half in
            [
                place(half.prime.value), place(half.checkedModulus.value),
                place(half.order), place(half.factor),
            ]
        }
        let shared = [
            place(key.publicKey.modulus.value), place(key.checkPrime.value), place(key.checkedModulus.value),
            place(key.recombination.inverseOfFirst),
        ]
        var source = SeededGenerator(seed: 61)
        for (place, (storage, bitCount)) in (halves + shared).enumerated() {
            // The highest bits say how long a number is, which is public, and checked by traps.
            for bit in stride(from: place % 3, to: bitCount - 2, by: 5) {
                var decryptor = Decryptor(key)
                Self.flip(bit, of: storage)
                defer { Self.flip(bit, of: storage) }
                for _ in 0..<2 {
                    guard let released = try? decryptor.decrypt(ciphertext, using: &source) else { continue }
                    #expect(released.value == 1_234_567, "number \(place), bit \(bit)")
                }
            }
        }
        #expect(try key.decrypt(ciphertext).value == 1_234_567)
    }

    @Test("a bit of a modulus flips before constants are made from it", arguments: ["structured-512", "phe-512"])
    func newKey(_ name: String) throws {
        let ciphertext = try Self.newKey(name).key.publicKey.encrypt(Plaintext(1_234_567))
        for place in 0..<5 {
            for bit in stride(from: place % 3, to: 250, by: 41) {
                let (key, _) = try Self.newKey(name)
                let modulus = [
                    key.pHalf.prime, key.pHalf.checkedModulus, key.qHalf.prime, key.qHalf.checkedModulus,
                    key.publicKey.modulus,
                ][place]
                Self.flip(bit, of: modulus.value.storage)
                for _ in 0..<2 {
                    guard let released = try? key.decrypt(ciphertext) else { continue }
                    #expect(released.value == 1_234_567, "number \(place), bit \(bit)")
                }
            }
        }
    }

    // MARK: - While a decryption runs

    /// What a decryption computes, in order.
    enum Stage: CaseIterable, Sendable {
        case number, numberForQ, shift, shiftShadow
        case blindedP, blindedShadowP, powerP, powerShadowP, partP
        case blindedQ, blindedShadowQ, powerQ, powerShadowQ, partQ
        case result, nothing
    }

    /// `PrivateKey.open` step by step, with a change to what one stage gives.
    private func open(
        _ ciphertext: Ciphertext, _ key: PrivateKey, _ blinding: Blinding, _ stage: Stage,
        _ change: (_ value: BigUInt, _ bound: BigUInt) -> BigUInt
    ) -> Opening {
        func pass<Element: RingElement>(_ here: Stage, _ element: Element) -> Element {
            guard here == stage else { return element }
            let bound = element.modulus.value.value.power(Element.digitCount)
            return Element(reducing: Natural(big: change(element.natural.value, bound)), modulo: element.modulus)
        }
        func changeNumber(_ number: Natural) -> Natural {
            Natural(big: change(number.value, BigUInt(1) << (64 * number.limbCount)))
        }
        func half(
            _ half: PrimeHalf, _ number: Natural, _ shadow: TwoDigitResidue,
            _ blinding: CheckedResidue<TwoDigitResidue>, _ stages: [Stage]
        ) -> (Opening.Half, Residue) {
            var blinded = half.blinded(number, shadow: shadow, by: blinding)
            blinded.value = pass(stages[0], blinded.value)
            blinded.shadow = pass(stages[1], blinded.shadow)
            var power = CheckedResidue.powers(of: [blinded], to: [half.order], bitCount: half.bitCount)[0]
            power.value = pass(stages[2], power.value)
            power.shadow = pass(stages[3], power.shadow)
            return (Opening.Half(blinded: blinded, power: power), pass(stages[4], half.plaintext(of: power)))
        }
        var number = ciphertext.residue.natural
        if stage == .number { number = changeNumber(number) }
        let shadow = TwoDigitResidue(reducing: number, modulo: key.checkPrime)
        let (p, pPart) = half(
            key.pHalf, number, shadow, blinding.p, [.blindedP, .blindedShadowP, .powerP, .powerShadowP, .partP])
        if stage == .numberForQ { number = changeNumber(number) }
        let (q, qPart) = half(
            key.qHalf, number, shadow, blinding.q, [.blindedQ, .blindedShadowQ, .powerQ, .powerShadowQ, .partQ])
        let shift = CheckedResidue(
            value: pass(.shift, blinding.shift.value), shadow: pass(.shiftShadow, blinding.shift.shadow))
        var result = key.recombine(pPart, qPart, subtracting: shift)
        if stage == .result { result = changeNumber(result) }
        var opening = key.open([ciphertext.residue], blindedBy: [blinding])[0]
        (opening.number, opening.shift, opening.p, opening.q, opening.result) = (number, shift, p, q, result)
        return opening
    }

    @Test("a bit flips in what a stage computes", arguments: ["structured-512", "phe-512"], Stage.allCases)
    func stages(_ name: String, _ stage: Stage) throws {
        let (key, _) = try Self.newKey(name)
        let m: BigUInt = 1_234_567
        let ciphertext = try key.publicKey.encrypt(Plaintext(big: m))
        var source = SeededGenerator(seed: 62)
        let blinding = Blinding(for: key, using: &source)
        var confirmed = 0
        for bit in 0..<1100 {
            let opening = open(ciphertext, key, blinding, stage) { value, bound in
                (value ^ BigUInt(1) << (bit % (bound.bitWidth - 1))) % bound
            }
            guard key.confirms(opening).reveal() else { continue }
            confirmed += 1
            #expect(opening.result.value == m, "\(stage), bit \(bit)")
        }
        #expect(confirmed == (stage == .nothing ? 1100 : 0), "\(stage)")
    }

    /// In a list as well nothing is released beside a fault, and what the decryptor kept is gone.
    @Test("a fault in one of a list", arguments: [0, 7, 15, 16, 19])
    func list(_ place: Int) throws {
        let (key, _) = try Self.newKey("structured-512")
        var source = SeededGenerator(seed: 64)
        let ciphertexts = try (0..<20).map { try key.publicKey.encrypt(Plaintext($0), using: &source) }
        var decryptor = Decryptor(key)
        #expect(try decryptor.decrypt(ciphertexts, using: &source).map(\.value) == (0..<20).map { BigUInt($0) })
        // Beyond n², so it is another number as soon as it is reduced.
        let damaged = ciphertexts[place].residue.storage
        for limb in 0..<damaged.count { unsafe damaged.pointer[limb] = .max }
        #expect(throws: PaillierError(.fault)) { _ = try decryptor.decrypt(ciphertexts, using: &source) }
        let isForgotten = decryptor.blinding == nil
        #expect(isForgotten)
    }

    /// Each comparison catches what the others do not.
    @Test("a change that all comparisons but one pass", arguments: [true, false])
    func single(_ first: Bool) throws {
        let (key, reference) = try Self.newKey("structured-512")
        let prime = first ? reference.p : reference.q
        let square = prime * prime
        let tau = key.checkPrime.value.value
        let ciphertext = try key.publicKey.encrypt(Plaintext(3))
        var source = SeededGenerator(seed: 63)
        let blinding = Blinding(for: key, using: &source)
        func confirms(_ stage: Stage, _ change: @escaping (BigUInt) -> BigUInt) -> (Bool, BigUInt) {
            let opening = open(ciphertext, key, blinding, stage) { value, _ in change(value) }
            return (key.confirms(opening).reveal(), opening.result.value)
        }
        // −x modulo τ² has the same even power there; 2x modulo p² has not.
        let tauSquare = tau * tau
        let lift = (tauSquare - 3) * (try #require(square.inverse(tauSquare))) % tauSquare
        let factor = 2 + square * lift
        #expect(factor % tauSquare == tauSquare - 1 && factor % square == 2)
        let blinded = confirms(first ? .blindedP : .blindedQ) { $0 * factor }
        #expect(!blinded.0 && blinded.1 != 3)
        // x + p is still 1 modulo p, as powers are.
        let power = confirms(first ? .powerP : .powerQ) { $0 + prime }
        #expect(!power.0 && power.1 != 3)
        // What is changed alike in the plaintext and in what it is compared with.
        let shift = confirms(.shift) { $0 + 1 }
        #expect(!shift.0 && shift.1 == 2)
        #expect(confirms(.nothing) { $0 } == (true, 3))
    }

    /// A proof that is wrong modulo one prime, and published, would factor the key as well.
    @Test("a proof with a wrong root is not released", arguments: ["structured-512", "phe-512"])
    func proof(_ name: String) throws {
        let (key, _) = try Self.newKey(name)
        let places = [
            key.recombination.inverseOfFirst.storage, key.pHalf.order.storage, key.qHalf.order.storage,
            key.pHalf.prime.value.storage, key.qHalf.prime.value.storage,
        ]
        #expect(key.proofUnlessFault() != nil)
        for storage in places {
            for bit in stride(from: 1, to: 250, by: 31) {
                Self.flip(bit, of: storage)
                #expect(key.proofUnlessFault() == nil, "bit \(bit)")
                Self.flip(bit, of: storage)
            }
        }
        try key.publicKey.verify(key.makeProof())
    }

    /// The guard itself: what is computed from a damaged constant of the recombination agrees with every shadow.
    @Test("a wrong recombination is not released")
    func recombination() throws {
        let (key, _) = try Self.newKey("structured-512")
        let ciphertext = try key.publicKey.encrypt(Plaintext(5))
        let constant = key.recombination.inverseOfFirst
        for bit in 0..<(constant.modulus.value.bitWidthVariableTime - 1) {
            Self.flip(bit, of: constant.storage)
            #expect(throws: PaillierError(.fault)) { try key.decrypt(ciphertext) }
            Self.flip(bit, of: constant.storage)
        }
        #expect(try key.decrypt(ciphertext).value == 5)
    }
}
