// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@Suite("CSV reader on files")
struct CSVReaderSourcesTests {
    @Test("reads an open file in chunks", arguments: [1, 3, 1 << 18])
    func file(_ chunkBytes: Int) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data("a,b\n1,\"x\ny\"\n".utf8).write(to: url)
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        #expect(try rows(CSVReader(handle, chunkBytes: chunkBytes)) == [["a", "b"], ["1", "x\ny"]])
    }

    @Test("reads a pipe")
    func pipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("a\n1\n".utf8))
        try pipe.fileHandleForWriting.close()
        #expect(try rows(CSVReader(pipe.fileHandleForReading)) == [["a"], ["1"]])
    }

    @Test("a directory is unreadable")
    func directory() throws {
        let handle = try #require(FileHandle(forReadingAtPath: "/tmp"))
        let error = #expect(throws: CSVError.self) { try rows(CSVReader(handle)) }
        #expect(error?.code == .unreadable)
    }
}
