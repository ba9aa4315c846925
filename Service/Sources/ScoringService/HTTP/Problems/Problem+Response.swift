// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Problem: HTTPResponseError {
    /// The status of the response.
    package var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status) }

    /// The problem document.
    package func response(from request: Request, context: some RequestContext) -> Response {
        response(requestID: (context as? ServiceContext)?.requestID)
    }

    /// The problem document, which names the request if its id is known.
    ///
    /// The same document serves where there is no request context, such as a channel handler that answers by itself.
    package func response(requestID: String?) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: jsonText(requestID: requestID))))
    }

    /// The text of the document, without line breaks.
    package func jsonText(requestID: String?) -> [UInt8] {
        let document = Document(
            type: type, title: code.title, status: code.status, detail: detail, code: code.name, path: path,
            requestID: requestID)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and a number: nothing in it can fail to encode.
        return (try? encoder.encode(document)).map(Array.init) ?? Array("{}".utf8)
    }

    /// The members of the document: RFC 9457's, and three of our own.
    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let code: String
        let path: String?
        let requestID: String?

        enum CodingKeys: String, CodingKey {
            case type, title, status, detail, code, path
            case requestID = "requestId"
        }
    }
}
