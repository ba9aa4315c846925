// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing
import WireFormats

/// Damaged requests and answers must end in a typed refusal, or in what a valid file holds.
@Suite("Streams against damaged files")
struct StreamMutationTests {
    @Test(
        "reads or refuses mutations, in chunks of any size, with and without the contract",
        arguments: [["request", "compact"], ["native-answer"]], [StreamEncoding.binary, .json])
    func mutations(_ streams: [String], _ encoding: StreamEncoding) throws {
        let files = try streams.map { try MessageFiles.bytes($0, encoding) }
        let mutator = Mutator(files, encoding == .json ? .json : .protobuf(start: StreamSignature.byteCount))
        let tally = try MutationTally(of: mutator, code: \WireFormatError.code) {
            (bytes, number) throws(WireFormatError) in
            let chunk = 1 + number % 5000
            let summary = Result { () throws(WireFormatError) in
                try StreamSummary(IncomingFile(bytes, chunk: chunk))
            }
            return (groups: try readGroups(IncomingFile(bytes, chunk: chunk)), summary: summary)
        } check: { read in
            // What was accepted has the rows that the contract and the closing message allow.
            #expect(read.groups.dropLast().allSatisfy { $0.rows == 93 })
            let again = try read.summary.get().rowCount
            #expect(again == read.groups.reduce(0) { $0 + UInt64($1.rows) })
        }
        #expect(tally.isVaried(reasons: 12), "\(tally)")
    }
}
