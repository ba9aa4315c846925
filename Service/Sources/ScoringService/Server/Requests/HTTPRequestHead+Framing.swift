// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

extension HTTPRequestHead {
    /// Whether the connection serves no request after this one.
    ///
    /// So it says, or it asks for another protocol: whatever that gets, the decoder reads nothing behind it.
    var isLast: Bool { !isKeepAlive || method == .CONNECT || headers.contains(name: "upgrade") }

    /// Whether the body is coded in a way that nobody undoes here (RFC 9112, section 6.1).
    var hasUnknownCoding: Bool {
        headers[canonicalForm: "transfer-encoding"].contains { $0.lowercased() != "chunked" }
    }

    /// Takes the host out of a target that names one, whatever the header Host says (RFC 9112, section 3.2.2).
    ///
    /// The framework would leave it out. Of several headers Host it leaves all, which are refused later on.
    mutating func takeHostOutOfTarget() {
        guard uri.first != "/", let scheme = uri.firstRange(of: "://"), headers["host"].count <= 1 else { return }
        let rest = uri[scheme.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        headers.replaceOrAdd(name: "host", value: String(rest[..<end]))
        uri = (rest[end...].first == "/" ? "" : "/") + rest[end...]
    }
}
