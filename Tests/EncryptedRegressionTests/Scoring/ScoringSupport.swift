// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport

/// The randomness of a mask as a test injects it: noise at an end or at random, ρ at random, both on record.
///
/// For each ciphertext of an answer a mask asks for its noise, then for values of ρ until one is below R.
struct InjectedMask: RandomSource {
    enum Noise: String, CaseIterable, Sendable {
        case lowest, highest, random
    }

    private let noise: Noise
    private let noiseBitCount: Int
    private let bound: BigUInt
    private var generator: SeededGenerator
    private var isNoiseNext = true
    /// What was drawn for each ciphertext.
    private(set) var noises: [BigUInt] = []
    private(set) var uppers: [BigUInt] = []

    /// - Parameters:
    ///   - usedSlots: Slots of the ciphertexts of the answer.
    ///   - n: The modulus.
    init(_ noise: Noise, plan: ScoringPlan, usedSlots: Int, n: BigUInt, seed: UInt64) {
        self.noise = noise
        noiseBitCount = plan.noiseBits * usedSlots
        bound = n >> (plan.slotBits * usedSlots)
        generator = SeededGenerator(seed: seed)
    }

    mutating func fill(_ words: inout MutableSpan<UInt64>) {
        var limbs: [UInt64] = []
        for index in words.indices {
            switch noise {
            case .lowest where isNoiseNext: words[index] = 0
            case .highest where isNoiseNext: words[index] = .max
            default: words[index] = generator.next()
            }
            limbs.append(words[index])
        }
        let bitCount = isNoiseNext ? noiseBitCount : bound.bitWidth
        let value = BigUInt(limbs: limbs) & ((1 << bitCount) - 1)
        if isNoiseNext {
            noises.append(value)
            isNoiseNext = false
        } else if value < bound {
            uppers.append(value)
            isNoiseNext = true
        }
    }
}

/// Fresh noise from a seed.
struct SeededNoise: NoiseSupply {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        key.publicKey.freshNoise(count, using: &generator)
    }
}

/// Both sides of one group.
struct ScoringScene {
    let model: LinearModel
    let plan: ScoringPlan
    let quantised: QuantisedModel
    let engine: ScoringEngine
    let key: PrivateKey
    let proven: ProvenPublicKey

    init(_ model: LinearModel, _ key: PrivateKey) throws {
        self.model = model
        self.key = key
        plan = ScoringPlan(model.contract)
        quantised = try QuantisedModel(model)
        engine = try ScoringEngine(model)
        proven = ProvenPublicKey(key)
    }

    var n: BigUInt { key.publicKey.modulus.value.value }

    /// L.
    var slotCount: Int { plan.slotCount(keySize: key.publicKey.size) }

    /// The encrypted features of a group of rows in the integers U.
    func request(_ rows: [[Int64]]) throws -> [Ciphertext] {
        try key.encrypt(RowPacker(model.contract, key: key.publicKey).pack(rows))
    }

    /// The exact sums of rows, B + Σ W_j·U_j, for each row one for each output; on BigInt.
    func sums(_ rows: [[Int64]]) -> [[BigInt]] {
        rows.map { row in
            zip(quantised.intercepts, quantised.weights).map { constant, weights in
                zip(weights, row).reduce(BigInt(constant)) { $0 + $1.0.value * BigInt($1.1) }
            }
        }
    }

    /// The answer to a group, decrypted, and the sum of each used slot of each ciphertext with what else is in the plaintext taken
    /// away, in whole numbers: nothing may be left over.
    func exactSlots(_ rows: [[Int64]], _ noise: InjectedMask.Noise, seed: UInt64) throws -> (
        slots: [[BigInt]], plaintexts: [Plaintext]
    ) {
        guard let layout = SlotLayout(model.contract, keySize: key.publicKey.size, rowCount: rows.count) else {
            return ([], [])
        }
        var supply = SeededNoise(seed: seed)
        var mask = InjectedMask(noise, plan: plan, usedSlots: layout.usedSlots, n: n, seed: seed)
        let answers = try engine.score(
            groups: [request(rows)], rowCount: rows.count, key: proven, noise: &supply, using: &mask)[0]
        let plaintexts = try key.decrypt(answers)
        let (k, t) = (plan.slotBits, plan.noiseBits)
        let slots = plaintexts.enumerated().map { index, plaintext in
            let z = plaintext.natural.value
            let upper = z >> (k * layout.usedSlots)
            return (0..<layout.usedSlots).map { slot in
                let digit = (z >> (k * slot)) & ((1 << k) - 1)
                let delta = (mask.noises[index] >> (t * slot)) & ((1 << t) - 1)
                // ρ is what is above the slots; anything else there would be a wrong answer.
                return upper == mask.uppers[index]
                    ? BigInt(digit) - BigInt(delta) - (1 << (k - 1)) + (1 << (t - 1)) : BigInt(1) << 300
            }
        }
        return (slots, plaintexts)
    }
}

extension SignedScalar {
    /// The integer.
    var value: BigInt { BigInt(shifted.value) - (BigInt(1) << (bitWidth - 1)) }
}

extension Contract {
    /// A row's columns: numbers as they are, 1 for the level that holds.
    func expanded(_ row: [FeatureValue]) -> [Double] {
        zip(row, features).flatMap { value, feature -> [Double] in
            switch (value, feature.domain) {
            case (.number(let number), _): [number]
            case (.level(let level), .categorical(let levels, _)): (1..<levels.count).map { $0 == level ? 1 : 0 }
            case (.missing, .numeric(_, _, let ifMissing)): [ifMissing ?? .nan]
            case (.missing, .categorical(let levels, let ifMissing)):
                (1..<levels.count).map { $0 == ifMissing ? 1 : 0 }
            case (.level, .numeric), (.text, _): [.nan]
            }
        }
    }
}

extension LinearModel {
    /// A model on features and outputs in −1 … 1, whose coefficients are the w_j of the protocol.
    ///
    /// - Parameter levels: Of each category that follows the numbers, whose coefficients come last.
    static func unit(
        steps: Int, headroom: Int = 0, levels: [Int] = [], intercepts: [Double], coefficients: [[Double]]
    ) throws -> LinearModel {
        let categoryColumns = levels.reduce(0) { $0 + $1 - 1 }
        let numbers = [Feature].numbers(coefficients[0].dropLast(categoryColumns).map { _ in -1...1 })
        let categories = levels.enumerated().map { Feature(name: "c\($0)", levels: .numbered($1)) }
        let contract = try Contract(
            numbers + categories, outputs: intercepts.map { _ in -1...1 }, accuracy: 1 / Double(steps),
            headroom: headroom)
        return try LinearModel(contract: contract, intercepts: intercepts, coefficients: coefficients)
    }
}
