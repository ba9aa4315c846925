// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import TestSupport

/// The texts of key files with a fixed key in them.
struct KeyFiles {
    let fixture: KeyFixture

    init(_ name: String) { fixture = .named(name) }

    /// As `pheutil extract` writes it.
    var publicKey: String {
        #"{"kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": "\#(base64(fixture.n.value))", "kid": "test"}"#
    }

    /// As `pheutil genpkey` writes it.
    var privateKey: String {
        #"{"kty": "DAJ", "key_ops": ["decrypt"], "p": "\#(base64(fixture.p.value))", "#
            + #""q": "\#(base64(fixture.q.value))", "pub": \#(publicKey), "kid": "test"}"#
    }

    /// As the classroom programs keep it.
    var classroomKeys: String {
        #"{"public_key": {"n": \#(fixture.n.value)}, "#
            + #""private_key": {"p": \#(fixture.p.value), "q": \#(fixture.q.value)}}"#
    }

    private func base64(_ value: BigUInt) -> String {
        value.serialize().base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
