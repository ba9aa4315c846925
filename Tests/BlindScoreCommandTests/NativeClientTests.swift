// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `Examples/native_client.py`, a client in another language that was written from docs/wire-format.md alone.
@Suite("The native protocol in another language")
struct NativeClientTests {
    private func passes(_ part: String) throws -> Bool {
        let folder = try Workspace()
        return try CommandRun.python("Examples/test_native_client.py", [part, folder.url.path], in: folder)
            .hasSuffix("passed\n")
    }

    @Test("The worked example of the wire format is what its script computes, and the command reads it")
    func example() throws { #expect(try passes("example")) }

    @Test("Both clients read the same predictions in every answer, compact requests included, within the proved error")
    func predictions() throws { #expect(try passes("predictions")) }

    @Test("Wrong ids, versions, layouts, counts, keys and ciphertexts are refused, by the server and by the client")
    func refusals() throws { #expect(try passes("refusals")) }
}
