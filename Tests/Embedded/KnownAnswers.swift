// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Runs the first `stageCount` stages and returns how many of them gave the known answer before one did not.
///
/// Exported to WebAssembly: `wasmkit run known-answers.wasm known_answer_test i32:3`.
@_expose(wasm, "known_answer_test") @_cdecl("known_answer_test")
public func knownAnswerTest(stageCount: Int32) -> Int32 {
    var passed: Int32 = 0
    while passed < stageCount, runStage(passed) { passed += 1 }
    return passed
}

private func runStage(_ stage: Int32) -> Bool {
    guard let modulus = Modulus(number(Answers.modulus)) else { return false }
    let a = Residue(reducing: number(Answers.a), modulo: modulus)
    switch stage {
    case 0:
        let b = Residue(reducing: number(Answers.b), modulo: modulus)
        return isEqual((a * b).natural, Answers.product)
    case 1:
        return isEqual(a.power(number(Answers.exponent), bitCount: 256).natural, Answers.power)
            && isEqual(a.powerVariableTime(number(Answers.exponent)).natural, Answers.power)
    case 2:
        guard let inverse = a.inverse() else { return false }
        return isEqual(inverse.natural, Answers.inverse)
    default:
        return false
    }
}

private func number(_ words: [UInt64]) -> Natural {
    Natural(limbs: words.reversed())
}

private func isEqual(_ number: Natural, _ words: [UInt64]) -> Bool {
    #if PLANTED_FAULT
        return number.isEqual(to: Natural(limbs: words.reversed()).adding(Natural(1))).reveal()
    #else
        return number.isEqual(to: Natural(limbs: words.reversed())).reveal()
    #endif
}
