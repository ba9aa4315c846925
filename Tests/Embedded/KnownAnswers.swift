// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModularArithmetic
import Paillier

/// Whether a stage gives its known answer: 1 or 0, or −1 where there is no such stage.
///
/// Exported to WebAssembly: `wasmkit run known-answers.wasm known_answer_test i32:0`.
@_expose(wasm, "known_answer_test") @_cdecl("known_answer_test")
public func knownAnswerTest(stage: Int32) -> Int32 {
    let stages = [
        product, power, inverse, encryption, linearCombination, score, NativeAnswers.contract, NativeAnswers.proof,
        NativeAnswers.packing, NativeAnswers.answer, NativeAnswers.compact,
    ]
    guard stages.indices.contains(Int(stage)) else { return -1 }
    return stages[Int(stage)]() ? 1 : 0
}

private func product() -> Bool {
    guard let modulus = Modulus(number(Answers.modulus)) else { return false }
    let a = Residue(reducing: number(Answers.a), modulo: modulus)
    let b = Residue(reducing: number(Answers.b), modulo: modulus)
    return isEqual((a * b).natural, Answers.product)
}

private func power() -> Bool {
    guard let modulus = Modulus(number(Answers.modulus)) else { return false }
    let a = Residue(reducing: number(Answers.a), modulo: modulus)
    let exponent = number(Answers.exponent)
    return isEqual(a.power(exponent, bitCount: 256).natural, Answers.power)
        && isEqual(a.powerVariableTime(exponent).natural, Answers.power)
}

private func inverse() -> Bool {
    guard let modulus = Modulus(number(Answers.modulus)) else { return false }
    guard let inverse = Residue(reducing: number(Answers.a), modulo: modulus).inverse() else { return false }
    return isEqual(inverse.natural, Answers.inverse)
}

/// Encryption with given noise, and decryption.
private func encryption() -> Bool {
    do throws(PaillierError) {
        let key = try PrivateKey(insecureTestP: number(Answers.p), q: number(Answers.q))
        guard isEqual(key.publicKey.modulus.value, Answers.n) else { return false }
        let ciphertext = try key.publicKey.encrypt(
            Plaintext(number(Answers.plaintext)), hiddenBy: key.publicKey.noise(nonce: number(Answers.noise)))
        guard isEqual(Natural(bigEndianBytes: ciphertext.bigEndianBytes()), Answers.ciphertext) else { return false }
        return isEqual(try key.decrypt(ciphertext).natural, Answers.plaintext)
    } catch {
        return false
    }
}

/// The owner's encryption with fresh noise, a negative weight, release, decryption.
private func linearCombination() -> Bool {
    do throws(PaillierError) {
        let key = try PrivateKey(insecureTestP: number(Answers.p), q: number(Answers.q))
        let ciphertext = try key.encrypt(Plaintext(number(Answers.plaintext)))
        let sum = try key.publicKey.linearCombination([ciphertext], [SignedScalar(Answers.weight)])
        return isEqual(try key.decrypt(key.publicKey.rerandomise(sum)).natural, Answers.weighted)
    } catch {
        return false
    }
}

/// A row encoded, encrypted, scored by a model and decrypted, in the python-paillier exchange.
private func score() -> Bool {
    guard let key = try? PrivateKey(insecureTestP: number(Answers.p), q: number(Answers.q)),
        let contract = try? Contract(
            name: "known answer", version: 1,
            features: [
                Feature(name: "phq9", minimum: 0, maximum: 27), Feature(name: "sleep_hours", minimum: 0, maximum: 12),
            ],
            outputs: [Output(name: "risk", minimum: -4, maximum: 20)]),
        let model = try? LinearModel(contract: contract, intercepts: [1.5], coefficients: [[0.5, -0.25]]),
        let encoder = try? UnboundedEncoder(contract: contract, publicKey: key.publicKey),
        let scorer = try? UnboundedScorer(model: model),
        let row = try? encoder.encode([10, 7.5])
    else { return false }
    var request: [PythonPaillierEncryptedNumber] = []
    for feature in row {
        guard let ciphertext = try? key.encrypt(feature.plaintext),
            let encrypted = try? PythonPaillierEncryptedNumber(ciphertext: ciphertext, exponent: feature.exponent)
        else { return false }
        request.append(encrypted)
    }
    guard let answer = try? scorer.score(request, publicKey: key.publicKey).first,
        let decrypted = try? key.decrypt(answer.ciphertext)
    else { return false }
    return answer.exponent == Answers.predictionExponent && isEqual(decrypted.natural, Answers.prediction)
}

/// The number of words, the most significant first.
func number(_ words: [UInt64]) -> Natural {
    Natural(limbs: words.reversed())
}

/// Whether a number is the known answer.
func isEqual(_ number: Natural, _ words: [UInt64]) -> Bool {
    #if PLANTED_FAULT
        return number.isEqual(to: Natural(limbs: words.reversed()).adding(Natural(1))).reveal()
    #else
        return number.isEqual(to: Natural(limbs: words.reversed())).reveal()
    #endif
}
