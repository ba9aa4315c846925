// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// Scores native requests: checks and evaluates the groups on all cores, writes the answers in order.
public struct ScoringPipeline: Sendable {
    private let engine: ScoringEngine
    private let noise: NoiseReservoirs

    /// A pipeline for one model.
    ///
    /// - Parameters:
    ///   - engine: The model.
    ///   - noise: The noise for answers, which several models may share.
    public init(_ engine: ScoringEngine, noise: NoiseReservoirs = NoiseReservoirs()) {
        self.engine = engine
        self.noise = noise
    }

    /// Scores a request to its end and closes the answer; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - request: The request, of which only the header is read.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the answer.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: `WireFormatError` for whatever is wrong with the request; ``TooLongForJSON`` before anything is scored or
    ///   pushed; what `push` throws.
    @discardableResult
    public func run(
        _ request: consuming ScoringRequestReader, encoding: StreamEncoding = .binary,
        push: ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        var request = request
        let key = request.key
        var writer = writer(request.header, key, encoding)
        // An answer in JSON comes whole, so its length is known before the work begins.
        var ahead: [EncryptedGroup] = []
        while encoding == .json, let group = try request.nextGroup() {
            try Self.append(group, to: &ahead, request.rowCount)
        }
        var groupsAhead = ahead.makeIterator()
        try OrderedMap.run {
            try groupsAhead.next() ?? request.nextGroup()
        } transform: { group in
            try score(group, key)
        } consume: { answer in
            try writer.write(answer.ciphertexts, rowCount: answer.rowCount)
            if let bytes = writer.drain() { try push(bytes) }
            progress(writer.rowCount)
        }
        try writer.close()
        if let bytes = writer.drain() { try push(bytes) }
        return writer.rowCount
    }

    /// Scores a request to its end and closes the answer; blocks no thread of Swift's pool.
    ///
    /// Reads and pushes where the caller runs, and computes elsewhere. The next chunk is asked for when the work needs it, and the
    /// next group scored when `push` has returned. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - request: The bytes of the request, in chunks of any size.
    ///   - knownKey: Gives the key of an id whose proof was verified before, so that it need not be again.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the answer.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: As the form that blocks; what the request's chunks throw; `CancellationError`.
    @discardableResult
    public func run<Chunks: AsyncSequence>(
        _ request: Chunks, knownKey: @escaping @Sendable (KeyID) -> ProvenPublicKey? = { _ in nil },
        encoding: StreamEncoding = .binary, push: ([UInt8]) async throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) async throws -> UInt64 where Chunks.Element: Collection<UInt8> {
        var request = try await EncryptedGroups(
            request, StreamParser(requestFor: engine.contract, knownKey: knownKey))
        let key = request.key
        var writer = writer(request.header, key, encoding)
        var ahead: [EncryptedGroup] = []
        while encoding == .json, let group = try await request.next() {
            try Self.append(group, to: &ahead, request.rowCount)
        }
        var groupsAhead = ahead.makeIterator()
        try await OrderedMap.runSuspending {
            if let group = groupsAhead.next() { return group }
            return try await request.next()
        } transform: { group in
            try score(group, key)
        } consume: { answer in
            try writer.write(answer.ciphertexts, rowCount: answer.rowCount)
            if let bytes = writer.drain() { try await push(bytes) }
            progress(writer.rowCount)
        }
        try writer.close()
        if let bytes = writer.drain() { try await push(bytes) }
        return writer.rowCount
    }

    private func writer(
        _ request: StreamHeader, _ key: ProvenPublicKey, _ encoding: StreamEncoding
    ) -> ScoringAnswerWriter {
        ScoringAnswerWriter(
            contract: engine.contract, key: key.publicKey, requestID: request.requestID, encoding: encoding)
    }

    /// Keeps a group of a request whose answer is in JSON.
    private static func append(
        _ group: EncryptedGroup, to groups: inout [EncryptedGroup], _ rowCount: UInt64
    ) throws(TooLongForJSON) {
        guard rowCount <= StreamEncoding.json.rowLimit else { throw TooLongForJSON.rows }
        groups.append(group)
    }

    private func score(
        _ group: EncryptedGroup, _ key: ProvenPublicKey
    ) throws -> (ciphertexts: [Ciphertext], rowCount: Int) {
        var supply = noise.supply
        let answers = try engine.score(group.ciphertexts(), rowCount: group.rowCount, key: key, noise: &supply)
        return (answers, group.rowCount)
    }
}
