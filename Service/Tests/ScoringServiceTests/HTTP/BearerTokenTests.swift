// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import ScoringService
import Testing

@Suite("Access tokens of requests")
struct BearerTokenTests {
    @Test("tokens come in Authorization: Bearer")
    func tokens() throws {
        #expect(try BearerToken([:]) == nil)
        for field in ["Bearer bs_aZ09-_.~+/==", "bearer bs_aZ09-_.~+/==", "BEARER  bs_aZ09-_.~+/=="] {
            let token = try #require(try BearerToken([.authorization: field]))
            #expect(token.text == "bs_aZ09-_.~+/==")
            var dumped = "\(token) \(String(reflecting: token))"
            dump(token, to: &dumped)
            #expect(!dumped.contains("bs_"))
        }
    }

    @Test(
        "anything else in that field is refused, and not quoted",
        arguments: [
            "", "Bearer", "Bearer ", "Bearer =", "Basic c2VjcmV0", "c2VjcmV0", "Bearer a b", "Bearer a,b",
            "Bearer \"a\"",
            "Bearer a=b", "Bearer é", "Bearer a\u{300}", "Bearer " + String(repeating: "a", count: 513),
        ])
    func malformed(_ field: String) throws {
        let problem = #expect(throws: Problem.self) { try BearerToken([.authorization: field]) }
        #expect(problem?.code == .authenticationRequired)
        #expect(problem?.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        #expect(problem?.detail == "The header Authorization is not one Bearer token.")
    }

    @Test("of two fields neither counts")
    func doubled() {
        var headers = HTTPFields()
        headers[values: .authorization] = ["Bearer a", "Bearer a"]
        #expect(throws: Problem.self) { try BearerToken(headers) }
    }
}
