// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ScoringService
import Testing

@Suite("Clients' addresses")
struct AddressTests {
    @Test("texts of addresses")
    func texts() {
        for (text, description) in [
            ("192.0.2.1", "192.0.2.1"), ("::1", "0:0:0:0:0:0:0:1"), ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:DB8::", "2001:db8:0:0:0:0:0:0"),
        ] { #expect(IPAddress(text)?.description == description) }
        for text in [
            "", "localhost", "192.0.2", "192.0.2.256", "192.0.2.1:80", "[::1]", "::1%eth0", "1:2", "0x7f.0.0.1",
        ] {
            #expect(IPAddress(text) == nil)
        }
    }

    @Test("networks hold what begins like them")
    func networks() throws {
        let cases = [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.2", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
            ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
        ]
        for (network, address, isInside) in cases {
            #expect(try #require(IPNetwork(network)).contains(#require(IPAddress(address))) == isInside)
        }
        for text in [
            "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "a/8", "", "10.0.0.0/٨",
        ] {
            #expect(IPNetwork(text) == nil)
        }
    }

    @Test("limits count a line's addresses as one")
    func limitScopes() throws {
        let address = try #require(IPAddress("2001:db8:1:2:3:4:5:6"))
        #expect(address.limitScope == IPAddress("2001:db8:1:2::"))
        #expect(try #require(IPAddress("192.0.2.1")).limitScope == IPAddress("192.0.2.1"))
    }

    @Test("the client is the right-most address that no trusted proxy has")
    func proxies() throws {
        let trusted = try #require(TrustedProxies(["10.0.0.0/8", "::1"]))
        let cases: [(String, [String], String)] = [
            ("203.0.113.1", [], "203.0.113.1"), ("203.0.113.1", ["192.0.2.9"], "203.0.113.1"),
            ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", ["192.0.2.9"], "192.0.2.9"),
            ("10.0.0.1", ["6.6.6.6, 192.0.2.9"], "192.0.2.9"),
            ("10.0.0.1", ["6.6.6.6", "192.0.2.9,10.0.0.2"], "192.0.2.9"),
            ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"), ("10.0.0.1", ["192.0.2.9, unknown"], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.9, unknown, 10.0.0.2"], "10.0.0.2"), ("10.0.0.1", [",, ,"], "10.0.0.1"),
            ("::1", ["192.0.2.9:1234"], "192.0.2.9"), ("::1", ["[2001:db8::1]:80"], "2001:db8::1"),
            ("::ffff:10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ]
        for (peer, fields, client) in cases {
            var headers = HTTPFields()
            headers[values: .forwardedFor] = fields
            #expect(trusted.client(behind: IPAddress(peer), headers) == IPAddress(client), "\(peer) \(fields)")
            #expect(TrustedProxies().client(behind: IPAddress(peer), headers) == IPAddress(peer))
        }
        #expect(TrustedProxies(["10.0.0.0/8", "proxy.example"]) == nil)
        #expect(trusted.client(behind: nil, [.forwardedFor: "192.0.2.9"]) == nil)
    }

    @Test("routes see the client's address, over a socket")
    func routes() async throws {
        var harness = RouterHarness { router in
            router.get("/") { _, context in
                "\(context.peerAddress?.description ?? "")|\(context.clientAddress?.description ?? "")"
            }
        }
        let headers: HTTPFields = [.forwardedFor: "6.6.6.6, 192.0.2.9"]
        let direct = try await harness.run(.live) { try await $0.execute(uri: "/", method: .get, headers: headers) }
        #expect(String(buffer: direct.body) == "127.0.0.1|127.0.0.1")
        harness.settings.trustedProxies = try #require(TrustedProxies(["127.0.0.1"]))
        let behind = try await harness.run(.live) { try await $0.execute(uri: "/", method: .get, headers: headers) }
        #expect(String(buffer: behind.body) == "127.0.0.1|192.0.2.9")
    }
}
