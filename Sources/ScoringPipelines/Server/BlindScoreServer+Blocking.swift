// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
public import WireFormats

// The forms that block their thread: for commands, and for threads of one's own; never for a thread of Swift's pool.
extension BlindScoreServer {
    /// Answers a request in memory; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - request: The bytes of the request, in either encoding.
    ///   - encoding: Binary or JSON.
    ///   - policy: Which requests are answered.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: The bytes of the answer.
    /// - Throws: As ``answerAndWait(_:encoding:policy:push:progress:)``.
    public func answerAndWait(
        _ request: [UInt8], encoding: StreamEncoding = .binary, policy: RequestPolicy = RequestPolicy(),
        progress: (UInt64) -> Void = { _ in }
    ) throws -> [UInt8] {
        var answer: [UInt8] = []
        try answerAndWait(
            IncomingFile(request), encoding: encoding, policy: policy, push: { answer += $0 }, progress: progress)
        return answer
    }

    /// Answers a request to its end; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - request: The request, of which no more was read than tells its kind.
    ///   - encoding: Binary or JSON.
    ///   - policy: Which requests are answered.
    ///   - push: Takes the bytes of the answer.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: `WireFormatError` for whatever is wrong with the request; ``TooLongForJSON`` before anything is scored or
    ///   pushed; what `push` throws.
    @discardableResult
    public func answerAndWait(
        _ request: IncomingFile, encoding: StreamEncoding = .binary, policy: RequestPolicy = RequestPolicy(),
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        var request = try ScoringRequestReader(
            request, contract: contract, knownKey: policy.knownKey(noise), onlyKnownKeys: policy.registeredKey != nil,
            rowLimit: policy.rowLimit)
        let key = request.key
        var writer = writer(request.header, key, encoding)
        // An answer in JSON comes whole, so its length is known before the work begins.
        var ahead: [EncryptedGroup] = []
        while encoding == .json, let group = try request.nextGroup() {
            try Self.append(group, to: &ahead, request.rowCount)
        }
        var groupsAhead = ahead.makeIterator()
        try OrderedMap.run(atMost: contract.groupsAtOnce(key.publicKey)) {
            try groupsAhead.next() ?? request.nextGroup()
        } prepare: { groups in
            try EncryptedGroup.checked(groups)
        } transform: { groups in
            try score(groups, key)
        } consume: { answer in
            try writer.write(answer.ciphertexts, rowCount: answer.rowCount)
            if let bytes = writer.drain() { try push(bytes) }
            progress(writer.rowCount)
        }
        try writer.close()
        if let bytes = writer.drain() { try push(bytes) }
        return writer.rowCount
    }
}
