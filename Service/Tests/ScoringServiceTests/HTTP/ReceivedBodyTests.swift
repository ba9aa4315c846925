// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ScoringService
import Synchronization
import Testing

@Suite("Received bodies")
final class ReceivedBodyTests: Sendable {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "received-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Bytes that no two places have in common.
    private static func bytes(_ count: Int) -> [UInt8] {
        var state: UInt64 = 7
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    private func receive(
        _ bytes: [UInt8], chunk: Int = 30_000, declared: Int? = nil, memory: Int = 1 << 20, limit: Int = 1 << 23,
        folder: URL? = nil, _ check: @escaping @Sendable (ReceivedBody) async throws -> Void = { _ in }
    ) async throws {
        let limits = ReceivedBody.Limits(byteCount: limit, memoryByteCount: memory, folder: folder ?? self.folder)
        let request = Self.request(
            declared, RequestBody(asyncSequence: Pieces(bytes: bytes, size: chunk)))
        try await RouterHarness.withContext { context in
            let body = try await ReceivedBody.receive(request, context, limits: limits)
            #expect(context.record.contents.bytesReceived == bytes.count)
            #expect(body.byteCount == bytes.count)
            #expect(body.sha256 == Array(SHA256.hash(data: bytes)))
            #expect(try await body.bytes() == bytes)
            try await check(body)
        }
    }

    private static func request(_ declared: Int?, _ body: RequestBody) -> Request {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")
        head.headerFields[.contentLength] = declared.map(String.init)
        return Request(head: head, body: body)
    }

    @Test("short bodies stay in memory, longer ones do not", arguments: [0, 1, 999, 1000, 1001, 1 << 18, 1_000_000])
    func sizes(_ count: Int) async throws {
        for chunk in [997, 1 << 20] {
            for declared in [nil, count] {
                try await receive(Self.bytes(count), chunk: chunk, declared: declared, memory: 1000) { body in
                    #expect(body.isInFile == (count > 1000))
                }
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a body is read as often as wanted, several times at once")
    func severalReaders() async throws {
        let bytes = Self.bytes(700_001)
        try await receive(bytes, memory: 1000) { body in
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { try await body.bytes() } }
                for try await read in group { #expect(read == bytes) }
            }
            var (offset, read) = (0, [UInt8]())
            while let chunk = try body.chunk(at: offset) {
                read += chunk
                offset += chunk.count
            }
            #expect(read == bytes)
        }
    }

    @Test("a file has no name, its owner alone may open it, and it goes with the body")
    func file() async throws {
        let (folder, name) = (folder, folder.lastPathComponent)
        try await receive(Self.bytes(5000), memory: 1000) { body in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.isEmpty)
            let open = Self.descriptors(under: name)
            #expect(open.count == 1)
            for path in open {
                var status = stat()
                #expect(unsafe stat(path, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o600)
                #expect(status.st_nlink == 0)
            }
            withExtendedLifetime(body) {}
        }
        #expect(Self.descriptors(under: name).isEmpty)
    }

    /// This process' open files below a folder, as paths that can be asked about.
    private static func descriptors(under name: String) -> [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return numbers.map { "/proc/self/fd/\($0)" }.filter { path in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: path))?.contains(name) == true
        }
    }

    @Test("a length beyond the limit is refused before anything is read")
    func declaredTooLong() async throws {
        let pieces = Pieces(bytes: Self.bytes(10), size: 1)
        let request = Self.request(1001, RequestBody(asyncSequence: pieces))
        let limits = ReceivedBody.Limits(byteCount: 1000, folder: folder)
        let problem = await #expect(throws: Problem.self) {
            try await RouterHarness.withContext { context in
                _ = try await ReceivedBody.receive(request, context, limits: limits)
            }
        }
        #expect(problem?.code == .bodyTooLarge)
        #expect(pieces.taken.withLock { $0 } == 0)
    }

    @Test("a body without a length is refused where it passes the limit")
    func undeclaredTooLong() async throws {
        try await receive(Self.bytes(1000), limit: 1000)
        for memory in [10, 1 << 20] {
            let problem = await #expect(throws: Problem.self) {
                try await receive(Self.bytes(1001), chunk: 100, memory: memory, limit: 1000)
            }
            #expect(problem?.code == .bodyTooLarge)
        }
        #expect(Self.descriptors(under: folder.lastPathComponent).isEmpty)
    }

    @Test("a body of another length than declared is no body", arguments: [1, 999, 1001])
    func otherLength(_ count: Int) async throws {
        let problem = await #expect(throws: Problem.self) { try await receive(Self.bytes(count), declared: 1000) }
        #expect(problem?.code == .badRequest)
    }

    @Test("lengths that are none", arguments: ["-1", "", "1e3", "9223372036854775808", "٣"])
    func malformedLength(_ text: String) async throws {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")
        head.headerFields[.contentLength] = text
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let limits = ReceivedBody.Limits(byteCount: 1000, folder: folder)
        let problem = await #expect(throws: Problem.self) {
            try await RouterHarness.withContext { context in
                _ = try await ReceivedBody.receive(request, context, limits: limits)
            }
        }
        #expect(problem?.code == .badRequest)
    }

    @Test("what ends a body is the client's fault where the connection broke, else itself")
    func brokenOff() async throws {
        let cases: [(any Error & Sendable, Problem.Code)] = [
            (ChannelError.eof, .badRequest), (IOError(errnoCode: ECONNRESET, reason: "read"), .badRequest),
            (Problem(.requestTimeout), .requestTimeout),
        ]
        for (error, code) in cases {
            let body = RequestBody(asyncSequence: Pieces(bytes: [1], size: 1, end: error))
            let limits = ReceivedBody.Limits(byteCount: 1000, folder: folder)
            let problem = await #expect(throws: Problem.self) {
                try await RouterHarness.withContext { context in
                    _ = try await ReceivedBody.receive(Self.request(nil, body), context, limits: limits)
                }
            }
            #expect(problem?.code == code)
        }
    }

    @Test("where a file cannot be made the service has failed")
    func noFolder() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await receive(Self.bytes(2000), memory: 1000, folder: folder.appending(path: "none"))
        }
        #expect(problem?.code == .internalError)
        #expect(problem?.loggedCause == "temporary file: create: errno \(ENOENT)")
        #expect(problem?.detail.contains("errno") == false)
    }

    @Test("a full disk is told as such")
    func fullDisk() throws {
        let file = UnlinkedFile(adopting: unsafe open("/dev/full", O_RDWR))
        let problem = #expect(throws: Problem.self) {
            try file.write(ByteBuffer(bytes: [1, 2, 3]).readableBytesView, at: 0)
        }
        #expect(problem?.code == .storageFull)
        let closed = UnlinkedFile(adopting: -1)
        #expect(throws: Problem(.internalError, logged: "temporary file: write: errno \(EBADF)")) {
            try closed.write(ByteBuffer(bytes: [1]).readableBytesView, at: 0)
        }
        #expect(throws: Problem(.internalError, logged: "temporary file: read: errno \(EBADF)")) {
            try closed.read(1, at: 0)
        }
    }
}

/// Bytes in pieces, and how many were taken.
private struct Pieces: AsyncSequence, Sendable {
    let bytes: [UInt8]
    let size: Int
    var end: (any Error & Sendable)?
    let taken = Counter()

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self, rest: bytes[...]) }

    struct Iterator: AsyncIteratorProtocol {
        let pieces: Pieces
        var rest: ArraySlice<UInt8>

        mutating func next() async throws -> ByteBuffer? {
            pieces.taken.withLock { $0 += 1 }
            if rest.isEmpty, let end = pieces.end { throw end }
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(pieces.size) }
            return ByteBuffer(bytes: rest.prefix(pieces.size))
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func withLock<Value>(_ body: (inout Int) -> Value) -> Value where Value: Sendable { count.withLock { body(&$0) } }
}
