// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import NIOCore
import NIOPosix
import ScoringPipelines
import ScoringService
import Testing

/// The program that serves, seen from outside.
@Suite struct ServeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "models"), withIntermediateDirectories: false)
        try folder.write(ServiceFixture.modelText, to: "models/file.json")
    }

    private static let arguments = ["serve", "--models", "models", "--state", "state"]

    /// Runs the server until its log has all of these texts, and after a change and a signal those that the change is followed by.
    private func log(
        _ arguments: [String] = [], until texts: [String], then change: () throws -> [String] = { [] }
    ) async throws {
        try folder.write("", to: "log")
        let process = try ServerCommand.prepared(Self.arguments + ["--port", "0"] + arguments, in: folder.url)
        (process.standardOutput, process.standardError) = (
            FileHandle.nullDevice, try FileHandle(forWritingTo: folder.url.appending(path: "log"))
        )
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        func wait(for texts: [String]) async throws {
            var log = ""
            for _ in 0..<600 where process.isRunning || log.isEmpty {
                log = try String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)
                if texts.allSatisfy({ log.contains($0) }) { return }
                try await Task.sleep(for: .milliseconds(100))
            }
            Issue.record("the log is\n\(log)")
        }
        try await wait(for: texts)
        let more = try change()
        guard !more.isEmpty else { return }
        kill(process.processIdentifier, SIGHUP)
        try await wait(for: more)
    }

    private func contract(_ text: String) throws -> String {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "a.json")
        let models = ModelFolder(folder.url, noise: NoiseReservoirs())
        models.load()
        return "\(try #require(models.catalogue.model("risk")).contract.id)"
    }

    @Test func modelsAreNamedAtTheStartAndAfterAReload() async throws {
        try folder.write("{}", to: "models/lost.form.json")
        let second = ServiceFixture.modelText.replacing("\"version\": 1", with: "\"version\": 2")
        let first = try contract(ServiceFixture.modelText)
        func line(_ message: String, _ contract: String, _ version: Int) -> String {
            #"""
            "message":"\#(message)","metadata":{"contract":"\#(contract)","file":"file.json","name":"risk","version":\#(version)}}
            """#
        }
        let form =
            #""file not used","metadata":{"cause":"there is no lost.json whose form it is","file":"lost.form.json"}"#
        // When it listens it listens to signals too.
        try await log(until: [line("model loaded", first, 1), form, "Server started"]) {
            try folder.write(second, to: "models/file.json")
            return [line("model loaded", try contract(second), 2), line("model removed", first, 1)]
        }
    }

    @Test func certificatesAreToldOf() async throws {
        try folder.write(TestCertificates.expired.certificate, to: "chain.pem")
        try folder.write(TestCertificates.expired.privateKey, to: "key.pem")
        let metadata = #"{"file":"chain.pem","names":["localhost","127.0.0.1"],"not_after":"2026-11-26T03:34:26Z"}"#
        try await log(
            ["--tls-certificate", "chain.pem", "--tls-private-key", "key.pem"],
            until: [
                #""message":"certificate loaded","metadata":\#(metadata)"#,
                #""level":"warning","logger":"blindscore-server","message":"certificate expired","metadata":\#(metadata)"#,
            ])
    }

    @Test func portThatIsTakenIsNamed() async throws {
        let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = "\(try #require(other.localAddress?.port))"
        for (arguments, purpose) in [
            (["--port", port], ""), (["--port", "0", "--metrics-port", port], ", for the metrics"),
        ] {
            let run = try ServerCommand.run(ServerCommand.prepared(Self.arguments + arguments, in: folder.url))
            #expect(run.status == 69)
            let sentence = "blindscore-server: cannot listen on 127.0.0.1, port \(port)\(purpose): the port is taken\n"
            #expect(run.errors.contains(sentence), "\(run.errors)")
            #expect(!run.errors.contains("bind("), "\(run.errors)")
        }
        try await other.close()
    }

    @Test func folderWithoutAModelIsRefused() throws {
        try folder.remove("models/file.json")
        let run = try ServerCommand.run(ServerCommand.prepared(Self.arguments, in: folder.url))
        #expect(run.status == 66 && run.errors.contains("there is no model in the folder"))
    }
}
