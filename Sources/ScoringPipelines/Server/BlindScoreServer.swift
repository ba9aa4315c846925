// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
package import Paillier
public import WireFormats

/// The side that owns a model: answers requests that it cannot read.
///
/// ```swift
/// let server = try BlindScoreServer(model: model)
/// let answer = try await server.answer(request)
/// ```
///
/// Checks requests and evaluates their groups on all cores; knows the keys that it answered under before, so that their proofs
/// are not checked again, and keeps noise for them. Values are cheap to copy and share both.
///
/// ``answer(_:encoding:policy:progress:)`` suspends its task, blocks no thread of Swift's pool, and stops when the task is cancelled;
/// ``answerAndWait(_:encoding:policy:progress:)`` blocks its thread until it is done.
public struct BlindScoreServer: Sendable {
    private let engine: ScoringEngine
    let noise: NoiseReservoirs

    /// A server of one model.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - noise: The keys and their noise, which several models may share.
    /// - Throws: As `ScoringEngine.init`.
    public init(model: LinearModel, noise: NoiseReservoirs = NoiseReservoirs()) throws(ModelError) {
        engine = try ScoringEngine(model)
        self.noise = noise
    }

    /// The public part of the model, which its clients get.
    public var contract: Contract { engine.contract }

    /// Answers a request in memory.
    ///
    /// - Parameters:
    ///   - request: The bytes of the request, in either encoding.
    ///   - encoding: Binary or JSON.
    ///   - policy: Which requests are answered.
    ///   - progress: Hears the number of rows done, after each group.
    /// - Returns: The bytes of the answer.
    /// - Throws: As ``answer(_:encoding:policy:push:progress:)``.
    public func answer(
        _ request: [UInt8], encoding: StreamEncoding = .binary, policy: RequestPolicy = RequestPolicy(),
        progress: (UInt64) -> Void = { _ in }
    ) async throws -> [UInt8] {
        var answer: [UInt8] = []
        try await self.answer(
            OneChunk(bytes: request), encoding: encoding, policy: policy, push: { answer += $0 }, progress: progress)
        return answer
    }

    /// Answers a request to its end.
    ///
    /// Reads and pushes where the caller runs, and computes elsewhere. The next chunk is asked for when the work needs it, and the
    /// next group scored when `push` has returned. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - request: The bytes of the request, in chunks of any size.
    ///   - encoding: Binary or JSON.
    ///   - policy: Which requests are answered.
    ///   - push: Takes the bytes of the answer.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: `WireFormatError` for whatever is wrong with the request; ``TooLongForJSON`` before anything is scored or
    ///   pushed; what the request's chunks and `push` throw; `CancellationError`.
    @discardableResult
    public func answer<Chunks: AsyncSequence>(
        _ request: Chunks, encoding: StreamEncoding = .binary, policy: RequestPolicy = RequestPolicy(),
        push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> UInt64 where Chunks.Element: Collection<UInt8> {
        var request = try await EncryptedGroups(
            request,
            StreamParser(
                requestFor: contract, knownKey: policy.knownKey(noise), onlyKnownKeys: policy.registeredKey != nil,
                rowLimit: policy.rowLimit))
        let key = request.key
        var writer = writer(request.header, key, encoding)
        var ahead: [EncryptedGroup] = []
        while encoding == .json, let group = try await request.next() {
            try Self.append(group, to: &ahead, request.rowCount)
        }
        var groupsAhead = ahead.makeIterator()
        try await OrderedMap.runSuspending(atMost: contract.groupsAtOnce(key.publicKey)) {
            if let group = groupsAhead.next() { return group }
            return try await request.next()
        } prepare: { groups in
            try EncryptedGroup.checked(groups)
        } transform: { groups in
            try score(groups, key)
        } consume: { answer in
            try writer.write(answer.ciphertexts, rowCount: answer.rowCount)
            if let bytes = writer.drain() { try await push(bytes) }
            progress(writer.rowCount)
        }
        try writer.close()
        if let bytes = writer.drain() { try await push(bytes) }
        return writer.rowCount
    }

    func writer(
        _ request: StreamHeader, _ key: ProvenPublicKey, _ encoding: StreamEncoding
    ) -> ScoringAnswerWriter {
        ScoringAnswerWriter(
            contract: engine.contract, key: key.publicKey, requestID: request.requestID, encoding: encoding)
    }

    /// Keeps a group of a request whose answer is in JSON.
    static func append(
        _ group: EncryptedGroup, to groups: inout [EncryptedGroup], _ rowCount: UInt64
    ) throws(TooLongForJSON) {
        guard rowCount <= StreamEncoding.json.rowLimit else { throw TooLongForJSON.rows }
        groups.append(group)
    }

    /// The answers to several groups; those with as many rows, which all but the last have, are scored as one.
    package func score(
        _ groups: [(ciphertexts: [Ciphertext], rowCount: Int)], _ key: ProvenPublicKey
    ) throws -> [(ciphertexts: [Ciphertext], rowCount: Int)] {
        noise.workBegins()
        defer { noise.workEnds() }
        var supply = noise.supply
        var answers: [(ciphertexts: [Ciphertext], rowCount: Int)] = []
        while answers.count < groups.count {
            let rowCount = groups[answers.count].rowCount
            let alike = groups[answers.count...].prefix { $0.rowCount == rowCount }.map(\.ciphertexts)
            let scored = try engine.score(groups: alike, rowCount: rowCount, key: key, noise: &supply)
            answers += scored.map { ($0, rowCount) }
        }
        return answers
    }
}
