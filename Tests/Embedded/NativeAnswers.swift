// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Hashing
import ModularArithmetic
import Paillier

/// The native protocol from a contract to predictions, with all randomness given.
enum NativeAnswers {
    /// The contract's id, a header's binding and the plan.
    static func contract() -> Bool {
        guard let contract = makeContract(), let key = makeKey(),
            let requestID = try? RequestID(bytes: number(Answers.requestID).bigEndianBytes)
        else { return false }
        let header = StreamHeader(
            kind: .request, contractID: contract.id, keyID: key.publicKey.id, requestID: requestID, layout: .packedRows)
        let plan = ScoringPlan(contract)
        let numbers = [
            plan.slotBits, plan.noiseBits, Int(plan.weightScale), plan.slotCount(keySize: key.publicKey.size),
        ]
        return isEqual(Natural(bigEndianBytes: contract.id.bytes), Answers.contractID)
            && isEqual(Natural(bigEndianBytes: header.binding), Answers.binding)
            && isEqual(number(numbers.map { UInt64($0) }), Answers.plan)
    }

    /// The key's proof, made and verified.
    static func proof() -> Bool {
        guard let key = makeKey() else { return false }
        let proof = key.makeProof()
        guard (try? ProvenPublicKey(key.publicKey, proof)) != nil else { return false }
        let roots = proof.rootBytes(size: key.publicKey.size).flatMap { $0 }
        return isEqual(Natural(bigEndianBytes: SHA256.hash(roots)), Answers.proof)
    }

    /// Rows quantised and packed.
    static func packing() -> Bool {
        guard let contract = makeContract(), let key = makeKey(), let packed = pack(contract, key.publicKey) else {
            return false
        }
        return packed.indices.allSatisfy { isEqual(packed[$0].natural, Answers.packed.part($0, of: 3)) }
    }

    /// A group scored, with noise and mask from a script, and decoded.
    static func answer() -> Bool {
        guard let contract = makeContract(), let key = makeKey(), let packed = pack(contract, key.publicKey),
            let model = try? LinearModel(
                contract: contract, intercepts: [1.5, 3.1], coefficients: [[0.6, -0.7, 1.9], [1.7, -2.3, -0.1]]),
            let engine = try? ScoringEngine(model)
        else { return false }
        var request: [Ciphertext] = []
        for (index, plaintext) in packed.enumerated() {
            let nonce = number(Answers.nonces.part(index, of: 3))
            guard let ciphertext = try? key.publicKey.encrypt(plaintext, hiddenBy: key.publicKey.noise(nonce: nonce))
            else { return false }
            request.append(ciphertext)
        }
        var noise = GivenNoise()
        var mask = GivenMask()
        guard
            let answers = try? engine.score(
                groups: [request], rowCount: 3, key: ProvenPublicKey(key), noise: &noise, using: &mask)[0],
            answers.count == 1, let opened = try? key.decrypt(answers[0]),
            let predictors = try? AnswerDecoder(contract)
                .linearPredictors([opened], rowCount: 3, keySize: key.publicKey.size)
        else { return false }
        return isEqual(Natural(bigEndianBytes: answers[0].bigEndianBytes()), Answers.answer)
            && isEqual(opened.natural, Answers.opened)
            && isEqual(number(predictors.flatMap { $0.map { $0.bitPattern } }), Answers.predictions)
    }

    /// A compact ciphertext, made, restored and decrypted.
    static func compact() -> Bool {
        let seed = number(Answers.seed).bigEndianBytes
        guard let key = makeKey(),
            let high = try? key.encryptCompact(
                [Plaintext(number(Answers.plaintext))], seed: seed, firstIndex: 7)[0],
            let restored = try? key.publicKey.restoreCompact(high: high, seed: seed, index: 7),
            let ciphertext = try? key.publicKey.ciphertext(bigEndianBytes: restored),
            let decrypted = try? key.decrypt(ciphertext)
        else { return false }
        return isEqual(Natural(bigEndianBytes: high), Answers.compact) && isEqual(decrypted.natural, Answers.plaintext)
    }

    private static func makeKey() -> PrivateKey? {
        try? PrivateKey(insecureTestP: number(Answers.p), q: number(Answers.q))
    }

    private static func makeContract() -> Contract? {
        try? Contract(
            name: "Rückfall", version: 3, accuracy: 1e-3, headroom: 2,
            features: [
                Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27),
                Feature(name: "sleep_hours", unit: "h", minimum: 0, maximum: 12, ifMissing: 7.25),
                Feature(name: "ärger", levels: ["nie", "öfter"], ifMissing: 1),
            ],
            outputs: [
                Output(name: "risk", link: .logistic, minimum: -4, maximum: 8),
                Output(name: "days", unit: "d", minimum: -5, maximum: 19),
            ])
    }

    private static func pack(_ contract: Contract, _ key: PublicKey) -> [Plaintext]? {
        let values: [[FeatureValue]] = [[0, 12, .level(0)], [27, 0, "öfter"]]
        // By name, in another order, with what stands for missing values.
        let named: KeyValuePairs<String, FeatureValue> = ["ärger": .missing, "phq9": 10, "sleep_hours": .missing]
        var rows: [FeatureRow] = []
        for row in values {
            guard let row = try? contract.row(row) else { return nil }
            rows.append(row)
        }
        guard let last = try? contract.row(named) else { return nil }
        rows.append(last)
        return try? RowPacker(contract, key: key).pack(rows)
    }
}

/// The one noise of the answer.
private struct GivenNoise: NoiseSupply {
    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        var batch = NoiseBatch()
        batch.add(key.publicKey.noise(nonce: number(Answers.answerNonce)))
        return batch
    }
}

/// What a mask draws: the noise of all slots, then what is above them.
private struct GivenMask: RandomSource {
    private var words = (Answers.slotNoise.reversed() + Answers.upper.reversed())[...]

    mutating func fill(_ words: inout MutableSpan<UInt64>) {
        for index in words.indices { words[index] = self.words.popFirst() ?? 0 }
    }
}

extension [UInt64] {
    /// One of `count` parts of equal length.
    fileprivate func part(_ index: Int, of count: Int) -> [UInt64] {
        let length = self.count / count
        return Array(self[index * length..<(index + 1) * length])
    }
}
