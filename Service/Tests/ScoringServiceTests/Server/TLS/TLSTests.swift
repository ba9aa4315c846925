// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOSSL
import NIOTLS
import ScoringService
import Testing

@Suite struct TLSTests {
    private static let get = "GET /fast HTTP/1.1\r\nhost: localhost\r\n\r\n"

    @Test func `Requests are answered under TLS 1.2 and 1.3, as HTTP/1.1, and the end is announced`() async throws {
        let pair = try TemporaryPair(.first)
        let server = try await TestServer(certificates: try pair.certificates())
        for version in [TLSVersion.tlsv12, .tlsv13] {
            let configuration = TemporaryPair.client {
                $0.minimumTLSVersion = version
                $0.maximumTLSVersion = version
                $0.applicationProtocols = ["h2", "http/1.1"]
            }
            let client = try await RawClient.connect(server, tls: configuration)
            try await client.send(Self.get)
            #expect(await client.receives("fast"))
            let handler = try await client.channel.pipeline.handler(type: NIOSSLClientHandler.self)
                .map { $0.tlsVersion }.get()
            #expect(handler == version)
            try await client.send("GET /large HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            #expect(await client.ends())
            #expect(client.byteCount > 64 << 20)
        }
        #expect(await eventually { server.connections.registry.count == 0 })
        #expect(server.refusals.isEmpty)
        try await server.stop()
    }

    @Test func `TLS 1.1 is refused`() async throws {
        let pair = try TemporaryPair(.first)
        let server = try await TestServer(certificates: try pair.certificates())
        let client = try await RawClient.connect(server, tls: TemporaryPair.client { $0.maximumTLSVersion = .tlsv11 })
        await #expect(throws: (any Error).self) { try await client.send(Self.get) }
        #expect(await client.ends())
        #expect(client.byteCount == 0)
        try await server.stop()
    }

    @Test(arguments: ["", "\u{16}\u{3}\u{1}", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{3}\u{3}\u{3}"])
    func `A handshake that does not end is closed`(bytes: String) async throws {
        var limits = ConnectionLimits()
        limits.handshakeTimeout = .milliseconds(300)
        let pair = try TemporaryPair(.first)
        let server = try await TestServer(limits, certificates: try pair.certificates())
        let client = try await RawClient.connect(server)
        try await client.send(bytes)
        #expect(await client.ends())
        #expect(server.refusals == [.handshakeTimeout])
        #expect(await eventually { server.connections.registry.count == 0 })
        try await server.stop()
    }

    @Test func `After the handshake the header's time begins`() async throws {
        var limits = ConnectionLimits()
        limits.headerTimeout = .milliseconds(300)
        let pair = try TemporaryPair(.first)
        let server = try await TestServer(limits, certificates: try pair.certificates())
        let client = try await RawClient.connect(server, tls: TemporaryPair.client())
        #expect(await client.ends())
        #expect(server.refusals == [.headerTimeout])
        try await server.stop()
    }

    @Test func `Plain HTTP on a port for TLS is closed, and so is a connection too many`() async throws {
        var limits = ConnectionLimits()
        limits.connectionCount = 1
        limits.handshakeTimeout = .seconds(60)
        let pair = try TemporaryPair(.first)
        let server = try await TestServer(limits, certificates: try pair.certificates())
        let plain = try await RawClient.connect(server)
        let second = try await RawClient.connect(server)
        #expect(await second.ends())
        #expect(second.byteCount == 0)
        #expect(server.refusals == [.overloaded])
        try await plain.send(Self.get)
        #expect(await plain.ends())
        #expect(!plain.text.contains("HTTP/1.1"))
        try await server.stop()
    }

    @Test func `A certificate is replaced while connections live`() async throws {
        let pair = try TemporaryPair(.first)
        let certificates = try pair.certificates()
        let server = try await TestServer(certificates: certificates)
        func shown(_ client: RawClient) async throws -> NIOSSLCertificate? {
            try await client.send(Self.get)
            #expect(await client.receives("fast"))
            return try await client.peerCertificate()
        }
        let (first, second) = try (Self.certificate(.first), Self.certificate(.second))
        let old = try await RawClient.connect(server, tls: TemporaryPair.client())
        #expect(try await shown(old) == first)

        try pair.write(certificate: TestCertificates.second.certificate, key: TestCertificates.second.privateKey)
        try certificates.reload()
        #expect(try await shown(RawClient.connect(server, tls: TemporaryPair.client())) == second)
        try await old.send(Self.get)
        #expect(await old.receives("fast", times: 2))

        try pair.write(certificate: "broken", key: TestCertificates.first.privateKey)
        #expect(throws: TLSCertificateError.self) { try certificates.reload() }
        #expect(try await shown(RawClient.connect(server, tls: TemporaryPair.client())) == second)
        try await server.stop()
    }

    @Test func `A certificate says until when and for which names it counts`() throws {
        let summary = try TemporaryPair(.elsewhere).certificates().summary
        #expect(summary.names == ["scores.test", "127.0.0.2"])
        #expect(summary.notAfter == (try Date("2126-11-03T03:34:26Z", strategy: .iso8601)))
        #expect(summary.daysLeft(at: summary.notAfter.addingTimeInterval(-86_400 * 14)) == 14)
        #expect(summary.daysLeft(at: summary.notAfter.addingTimeInterval(1 - 86_400 * 14)) == 13)
        #expect(!summary.isExpired(at: summary.notAfter))
        #expect(summary.isExpired(at: summary.notAfter.addingTimeInterval(1)))
    }

    @Test func `An expired certificate replaces none that counts`() throws {
        let pair = try TemporaryPair(.first)
        let certificates = try pair.certificates()
        let good = certificates.summary
        let expired = TestCertificates.expired
        try pair.write(certificate: expired.certificate, key: expired.privateKey)
        let error = #expect(throws: TLSCertificateError.self) { try certificates.reload() }
        #expect(error?.code == .expired && error?.description.contains("expired on 2026-11-26T03:34:26Z") == true)
        #expect(certificates.summary == good)
        // When the old one has expired too, the files decide.
        try certificates.reload(now: good.notAfter.addingTimeInterval(1))
        #expect(certificates.summary.notAfter < good.notAfter)
    }

    @Test func `The log tells of a certificate's end before it comes`() throws {
        let certificates = try TemporaryPair(.first).certificates()
        let end = certificates.summary.notAfter
        func messages(_ days: Double) throws -> [String?] {
            let log = CapturedLog()
            log.logger.note(certificates, now: end.addingTimeInterval(days * 86_400))
            let objects = try log.objects()
            for object in objects {
                let metadata = try #require(object["metadata"] as? [String: Any])
                #expect(metadata["names"] as? [String] == ["localhost", "127.0.0.1"])
                #expect(metadata["not_after"] as? String == end.formatted(.iso8601))
            }
            return objects.map { $0["message"] as? String }
        }
        #expect(try messages(-14) == ["certificate loaded"])
        #expect(try messages(-13.9) == ["certificate loaded", "certificate expires soon"])
        #expect(try messages(0.1) == ["certificate loaded", "certificate expired"])
    }

    @Test func `Files that do not serve are named`() throws {
        let pair = try TemporaryPair(.first)
        func expect(_ code: TLSCertificateError.Code, naming file: URL) {
            do {
                _ = try pair.certificates()
                Issue.record("no error")
            } catch let error as TLSCertificateError {
                #expect(error.code == code)
                #expect(error.description.contains("“\(file.path)”"))
                #expect(!error.description.contains("PRIVATE KEY"))
            } catch {
                Issue.record("another error")
            }
        }
        let (first, second) = (TestCertificates.first, TestCertificates.second)
        try pair.write(certificate: first.certificate, key: second.privateKey)
        expect(.mismatch, naming: pair.keyFile)
        try pair.write(certificate: "", key: first.privateKey)
        expect(.noCertificate, naming: pair.certificateFile)
        try pair.write(certificate: first.privateKey, key: first.privateKey)
        expect(.noCertificate, naming: pair.certificateFile)
        try pair.write(certificate: first.certificate, key: first.certificate)
        expect(.noPrivateKey, naming: pair.keyFile)
        try pair.write(certificate: first.certificate, key: String(first.privateKey.dropLast(80)))
        expect(.noPrivateKey, naming: pair.keyFile)
        try FileManager.default.removeItem(at: pair.keyFile)
        expect(.unreadable, naming: pair.keyFile)
        try FileManager.default.removeItem(at: pair.certificateFile)
        expect(.unreadable, naming: pair.certificateFile)
    }

    private static func certificate(_ pair: TestCertificates) throws -> NIOSSLCertificate? {
        try NIOSSLCertificate.fromPEMBytes(Array(pair.certificate.utf8)).first
    }
}
