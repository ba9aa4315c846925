// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What an operator decides about requests and answers.
package struct HTTPSettings: Sendable {
    /// Hosts that the service answers for beside localhost and loopback addresses, in lower case and without ports.
    package var publicNames: Set<String> = []
    /// Origins whose pages may read answers, as browsers write them: `https://example.org`, without a path.
    package var allowedOrigins: Set<String> = []
    /// Proxies whose X-Forwarded-For counts.
    package var trustedProxies = TrustedProxies()
    /// Whether clients reach the service over TLS.
    package var isTLS = false

    /// The defaults: loopback only, no other origins, no proxies, no TLS.
    package init() {}
}
