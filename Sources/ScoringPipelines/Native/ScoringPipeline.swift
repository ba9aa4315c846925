// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Paillier
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

    /// Scores a request to its end and closes the answer.
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
        push: @escaping ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        var request = request
        let key = request.key
        let ahead = encoding == .json ? try Self.readAhead(&request) : nil
        var groupsAhead = ahead?.makeIterator()
        var writer = try ScoringAnswerWriter(
            contract: engine.contract, key: key.publicKey, requestID: request.header.requestID, encoding: encoding,
            push: push)
        var rowCount: UInt64 = 0
        try OrderedMap.run {
            try ahead == nil ? request.nextGroup() : groupsAhead?.next()
        } transform: { group in
            var supply = noise.supply
            let answers = try engine.score(
                group.ciphertexts(), rowCount: group.rowCount, key: key, noise: &supply)
            return (answers, group.rowCount)
        } consume: { answers, count in
            try writer.write(answers, rowCount: count)
            rowCount += UInt64(count)
            progress(rowCount)
        }
        try writer.close()
        return rowCount
    }

    /// All groups of a request whose answer is in JSON.
    private static func readAhead(_ request: inout ScoringRequestReader) throws -> [EncryptedGroup] {
        var groups: [EncryptedGroup] = []
        while let group = try request.nextGroup() {
            guard request.rowCount <= StreamEncoding.json.rowLimit else { throw TooLongForJSON.rows }
            groups.append(group)
        }
        return groups
    }
}
