// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Paillier

// Answers one line of standard output for each line of standard input; numbers are hexadecimal, times in seconds.
//
//   key                          p and q of a new key of 2048 bits
//   inputs C…                    sets the ciphertexts to decrypt and to combine
//   weights BITS W…              sets the weights, decimal, of BITS bits
//   encrypt COUNT | decrypt COUNT | combine COUNT
//                                the time of one operation, and the last one's result

func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
}

func bytes(hexadecimal text: some StringProtocol) throws -> [UInt8] {
    let digits = try text.map { character in
        guard let digit = character.hexDigitValue else { throw Fault.input(String(text)) }
        return UInt8(digit)
    }
    let even = digits.count % 2 == 0 ? digits : [0] + digits
    return stride(from: 0, to: even.count, by: 2).map { even[$0] << 4 | even[$0 + 1] }
}

enum Fault: Error {
    case input(String)
}

/// The time of one of `count` operations, in seconds, and the last result.
func timed<Result>(_ count: Int, _ operation: () throws -> Result) throws -> (seconds: Double, result: Result) {
    let clock = ContinuousClock()
    let start = clock.now
    var result = try operation()
    for _ in 1..<count { result = try operation() }
    return ((clock.now - start) / .seconds(1) / Double(count), result)
}

struct Side {
    let key = PrivateKey.generate(size: .bits2048)
    var inputs: [Ciphertext] = []
    var weights: [SignedScalar] = []

    mutating func answer(_ line: String) throws -> String {
        let words = line.split(separator: " ")
        let count = words.count > 1 ? Int(words[1]) ?? 0 : 0
        switch words.first {
        case "key":
            let material = key.exportUnencrypted()
            return "\(hexadecimal(material.pBytes())) \(hexadecimal(material.qBytes()))"
        case "inputs":
            inputs = try key.publicKey.ciphertexts(bigEndianBytes: words.dropFirst().map { try bytes(hexadecimal: $0) })
            return "\(inputs.count)"
        case "weights":
            weights = try words.dropFirst(2).map { word in
                guard let value = Int64(word) else { throw Fault.input(line) }
                return try SignedScalar(value, bitWidth: count)
            }
            return "\(weights.count)"
        case "encrypt" where count > 0:
            let (seconds, result) = try timed(count) { try key.encrypt(Plaintext(123_456_789)) }
            return "\(seconds) \(hexadecimal(result.bigEndianBytes()))"
        case "decrypt" where count > 0:
            var decryptor = Decryptor(key)
            let (seconds, result) = try timed(count) { try decryptor.decrypt(inputs[0]) }
            return "\(seconds) \(hexadecimal(try result.bigEndianBytes(count: 256)))"
        case "combine" where count > 0:
            let (seconds, result) = try timed(count) { try key.publicKey.linearCombination(inputs, weights) }
            return "\(seconds) \(hexadecimal(try key.publicKey.rerandomise(result).bigEndianBytes()))"
        default:
            throw Fault.input(line)
        }
    }
}

var side = Side()
while let line = readLine() {
    // Not `print`, which keeps a pipe's output back until the end.
    try FileHandle.standardOutput.write(contentsOf: Data((side.answer(line) + "\n").utf8))
}
