// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Output files")
struct OutputFileTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    @Test("Smoke")
    func smoke() throws {
        let run = try CommandRun.blindscore(["keygen", "--output", "k"], in: folder)
        #expect(run.status == 0)
        #expect(try folder.names == ["k"])
        #expect(try folder.permissions(of: "k") == 0o600)
        let started = try CommandRun.Started(CommandRun.blindscorePath, ["keygen", "--output", "k2", "--sleep", "5"], in: folder)
        Thread.sleep(forTimeInterval: 0.3)
        started.signal(SIGINT)
        #expect(try started.finish().status == 130)
        #expect(try folder.names == ["k"])
    }
}
