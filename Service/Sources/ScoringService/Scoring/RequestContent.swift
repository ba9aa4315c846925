// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import WireFormats

/// What a request's body holds, read without arithmetic.
enum RequestContent: Sendable {
    /// What a request of the native protocol says of itself.
    case native(StreamSummary)
    /// A request in python-paillier's formats, which have no room for masks: for accounts that may.
    case exchange(PythonPaillierRequest)

    /// Reads a body; blocks while it does.
    init(_ request: Scorer.Request, jsonByteLimit: Int) throws {
        guard request.encoding == .json else {
            self = .native(try Self.summary(Self.incoming(request.body)))
            return
        }
        let document = try JSONDocument(request.body.bytesAndWait(), byteLimit: jsonByteLimit)
        guard document.kind == .request else {
            self = .native(try Self.summary(IncomingFile(document)))
            return
        }
        guard request.account.allowsPythonPaillier else {
            throw Problem(
                .permissionDenied,
                "Answers in python-paillier's formats are not bounded, and the account may not have them.")
        }
        self = .exchange(try PythonPaillierRequest(document))
    }

    private static func summary(_ file: IncomingFile) throws -> StreamSummary {
        guard file.streamKind == .request else {
            throw Problem(.invalidRequest, "Expected a request, found \(file.kind).")
        }
        return try StreamSummary(file)
    }

    /// A body in protobuf as a file that is read in its place.
    private static func incoming(_ body: ReceivedBody) throws(WireFormatError) -> IncomingFile {
        var offset = 0
        // JSON under the name of protobuf is told from its first bytes and refused.
        return try IncomingFile(byteLimit: 1 << 16) {
            let chunk = try body.chunk(at: offset).map { Array($0) } ?? []
            offset += chunk.count
            return chunk
        }
    }
}
