// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import Foundation
    import ScoringService
    import Testing

    /// That what is released is on the disk, as the kernel sees it: through strace, which must be installed.
    @Suite struct DurabilityTests {
        @Test func everyCommitWaitsForTheDisk() throws {
            let folder = try TemporaryFolder()
            let trace = folder.url.appending(path: "trace")
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "strace", "-f", "-qq", "-y", "-e", "trace=fdatasync,fsync", "-e", "signal=none", "-o",
                trace.path(percentEncoded: false),
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
                "--testing-library", "swift-testing", "--filter", "TracedAnswers",
            ]
            let output = Pipe()
            (process.standardOutput, process.standardError) = (output, output)
            try process.run()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "strace is needed for this test: \(text)")
            let flushes = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n").count {
                $0.contains("state.sqlite-wal") && $0.contains("sync(") && !$0.contains("resumed")
            }
            // A reservation and an answer are a commit each.
            #expect(flushes >= 2 * TracedAnswers.count, "\(flushes) flushes of the log")
        }
    }

    /// Answers one after the other, which the test above looks at from outside.
    @Suite struct TracedAnswers {
        static let count = 40

        @Test func answersAreGivenOneAfterTheOther() async throws {
            let fixture = try await StateFixture()
            for number in 0..<Self.count {
                _ = try await fixture.state.answer(fixture.request("\(number)")) { ReleasedAnswer("x") }
            }
            #expect(try await fixture.state.ledger().count == Self.count)
        }
    }
#endif
