// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1

extension ConnectionRefusal {
    /// The refusal as an HTTP message that ends its connection.
    var message: (head: HTTPResponseHead, body: ByteBuffer)? {
        guard let problem else { return nil }
        let requestID = RequestIdentifier.make()
        let body = ByteBuffer(bytes: problem.jsonText(requestID: requestID))
        var headers: HTTPHeaders = [
            "content-type": "application/problem+json",
            "content-length": "\(body.readableBytes)",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-request-id": requestID,
            "connection": "close",
        ]
        for field in problem.headers { headers.add(name: field.name.rawName, value: field.value) }
        return (
            HTTPResponseHead(version: .http1_1, status: .init(statusCode: problem.code.status), headers: headers), body
        )
    }

    /// The bytes of ``message``, for a connection that has no HTTP yet.
    var bytes: ByteBuffer? {
        guard let message else { return nil }
        var text = "HTTP/1.1 \(message.head.status.code) \(message.head.status.reasonPhrase)\r\n"
        for (name, value) in message.head.headers { text += "\(name): \(value)\r\n" }
        return ByteBuffer(string: text + "\r\n" + String(buffer: message.body))
    }
}
