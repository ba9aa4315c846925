// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Paillier
import Synchronization
public import WireFormats

/// The groups of a request or answer whose bytes come as an asynchronous sequence of chunks.
///
/// Groups are parsed where the caller runs, which takes little; the header's proof, which takes long, is checked elsewhere. Can be
/// iterated once. Holds what `StreamParser` holds, and one chunk.
public struct EncryptedGroups<Chunks: AsyncSequence, Key: Sendable> where Chunks.Element: Collection<UInt8> {
    private var chunks: Chunks.AsyncIterator
    private var parser: StreamParser<Key>
    /// What the groups are bound to.
    public let header: StreamHeader
    /// The key: of a request the client's, its proof verified.
    public let key: Key

    /// Reads up to the header.
    ///
    /// - Parameters:
    ///   - chunks: The bytes, in chunks of any size.
    ///   - parser: What reads them.
    /// - Throws: `WireFormatError` for whatever is wrong with the header; what the chunks throw; `CancellationError`.
    public init(_ chunks: Chunks, _ parser: StreamParser<Key>) async throws {
        var chunks = chunks.makeAsyncIterator()
        let shared = SharedParser(parser)
        while true {
            let event = try await OrderedMap.offload { try shared.next() }
            if case .header(let header, let key) = event {
                (self.header, self.key) = (header, key)
                break
            }
            let chunk = try await chunks.nextUnlessCancelled()
            shared.parser.withLock { $0.feed(chunk) }
        }
        self.parser = shared.parser.withLock { $0 }
        self.chunks = chunks
    }

    /// Rows of the groups so far.
    public var rowCount: UInt64 { parser.rowCount }
}

extension EncryptedGroups: AsyncSequence, AsyncIteratorProtocol {
    /// The next group.
    ///
    /// - Returns: nil behind the last group, when the closing message has come and everything is complete.
    /// - Throws: `WireFormatError`; what the chunks throw; `CancellationError`.
    public mutating func next() async throws -> EncryptedGroup? {
        while !parser.isAtEnd {
            if case .group(let group) = try parser.next() { return group }
            if !parser.isAtEnd { parser.feed(try await chunks.nextUnlessCancelled()) }
        }
        return nil
    }

    /// The sequence itself: it can be iterated once.
    public func makeAsyncIterator() -> Self { self }
}

/// Bytes in memory as a sequence of one chunk.
struct OneChunk: AsyncSequence, AsyncIteratorProtocol {
    var bytes: [UInt8]?

    mutating func next() -> [UInt8]? { bytes.take() }

    func makeAsyncIterator() -> Self { self }
}

/// A parser that threads take turns with, so that the text that it holds is not copied.
private final class SharedParser<Key: Sendable>: Sendable {
    let parser: Mutex<StreamParser<Key>>

    init(_ parser: StreamParser<Key>) { self.parser = Mutex(parser) }

    func next() throws(WireFormatError) -> StreamParser<Key>.Event? {
        try parser.withLock { (parser) throws(WireFormatError) in try parser.next() }
    }
}

extension AsyncIteratorProtocol {
    /// The next element where the caller runs, nil at the end.
    mutating func nextUnlessCancelled() async throws -> Element? {
        let element = try await next(isolation: #isolation)
        // A sequence whose task is cancelled may end as if there were nothing more.
        if element == nil { try Task.checkCancellation() }
        return element
    }
}

extension StreamParser {
    /// Takes the next chunk, or the end.
    fileprivate mutating func feed(_ chunk: (some Collection<UInt8>)?) {
        if let chunk { append(chunk) } else { finish() }
    }
}

extension EncryptedGroup {
    /// The ciphertexts of several groups of one message, checked together, and the rows in them.
    static func checked(
        _ groups: [EncryptedGroup]
    ) throws(WireFormatError) -> [(ciphertexts: [Ciphertext], rowCount: Int)] {
        zip(try ciphertexts(of: groups), groups).map { ($0, $1.rowCount) }
    }
}
