// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Logging

/// What is known of a request while it is answered.
///
/// What middlewares find out on the way in is a value of the context that they pass on; what is found on the way and wanted
/// outside again, for log and metrics, is in its ``record``.
package struct ServiceContext: RequestContext {
    /// What Hummingbird itself keeps.
    package var coreContext: CoreRequestContextStorage
    /// The request's id.
    package private(set) var requestID: String
    /// The other end of the connection; nil where that has no IP address.
    package let peerAddress: IPAddress?
    /// The client's address: the peer's, or what trusted proxies say.
    package var clientAddress: IPAddress?
    /// The account, once it is known.
    package var account: Account?
    /// What is found out while the request is answered.
    package let record = RequestRecord()

    /// The context of a request that a connection has brought.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = ""
        peerAddress = source.channel.remoteAddress.flatMap(IPAddress.init)
        clientAddress = peerAddress
        identify(as: RequestIdentifier.make())
    }

    /// Gives the request, and every line that it writes to the log, this id.
    package mutating func identify(as id: String) {
        requestID = id
        logger[metadataKey: Self.frameworkIDKey] = nil
        logger[metadataKey: "request_id"] = .string(id)
    }

    /// The same id under the framework's name for it.
    package var id: String { requestID }

    /// The framework's own count of requests.
    private static let frameworkIDKey = "hb.request.id"

    /// The route's template, such as `/v1/models/{name}/score`; `unmatched` until one is found, and if none is.
    package var route: String {
        guard let path = endpointPath, path.first == "/" else { return "unmatched" }
        return path
    }

    /// A part of the path that the route's template names, percent-decoded.
    ///
    /// - Throws: `bad-request` where it is not UTF-8 in percent-encoding.
    package func pathParameter(_ name: String) throws(Problem) -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding else {
            throw Problem(.badRequest, "The address is not UTF-8 in percent-encoding.")
        }
        return text
    }
}
