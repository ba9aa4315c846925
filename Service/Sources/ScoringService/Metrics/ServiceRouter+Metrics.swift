// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

extension ServiceRouter {
    /// A router for a listener of its own that answers `GET /metrics`, and nothing else.
    package static func metrics(of registry: MetricsRegistry, settings: HTTPSettings = HTTPSettings()) -> ServiceRouter
    {
        let router = ServiceRouter(settings: settings)
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: MetricsRegistry.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text())))
        }
        return router
    }
}
