// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

extension ConnectionRefusal {
    /// The refusal as an HTTP message that ends its connection: a problem document (RFC 9457).
    var message: (head: HTTPResponseHead, body: ByteBuffer)? {
        guard let response else { return nil }
        let body = ByteBuffer(
            string: """
                {"type":"/problems/\(rawValue)","title":"\(response.title)","status":\(response.status.code),\
                "code":"\(rawValue)"}
                """)
        var headers: HTTPHeaders = [
            "content-type": "application/problem+json",
            "content-length": "\(body.readableBytes)",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "connection": "close",
        ]
        if let seconds = response.retryAfter { headers.add(name: "retry-after", value: "\(seconds)") }
        return (HTTPResponseHead(version: .http1_1, status: response.status, headers: headers), body)
    }

    /// The bytes of ``message``, for a connection that has no HTTP yet.
    var bytes: ByteBuffer? {
        guard let message else { return nil }
        var text = "HTTP/1.1 \(message.head.status.code) \(message.head.status.reasonPhrase)\r\n"
        for (name, value) in message.head.headers { text += "\(name): \(value)\r\n" }
        return ByteBuffer(string: text + "\r\n" + String(buffer: message.body))
    }
}
