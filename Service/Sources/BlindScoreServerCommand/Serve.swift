// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging
import ScoringService

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves models over HTTP, or over HTTPS with a certificate.",
        discussion: """
            Ends on SIGTERM or SIGINT when the last response is written. Reads models and certificate again on SIGHUP. Logs one line of \
            JSON for each request to standard error, without anything of its content.
            """)

    @Option(
        help: ArgumentHelp(
            "The folder of the models: NAME.json, public form beside it in NAME.form.json.", valueName: "folder"))
    var models: String?

    @Option(
        help: ArgumentHelp(
            "The folder of accounts, keys, budgets, answers; made at the first start.", valueName: "folder"))
    var state: String?

    @Flag(help: "Serves the relapse-risk model to everybody, with a state that is deleted at the end.")
    var demo = false

    @Option(help: "The name or address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 is any that is free.")
    var port = 8080

    @Option(help: ArgumentHelp("The certificate chain, PEM, the server's own first.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, PEM, without a passphrase.", valueName: "file"))
    var tlsPrivateKey: String?

    @Flag(help: "Allows plain HTTP on other addresses than loopback's, for a proxy that speaks TLS.")
    var insecurePlainHttp = false

    @Option(help: ArgumentHelp("A host that clients name beside loopback's; may be repeated.", valueName: "host"))
    var publicName: [String] = []

    @Option(help: ArgumentHelp("An origin whose pages may read answers; may be repeated.", valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For counts: address or network; may be repeated.", valueName: "address"))
    var trustedProxy: [String] = []

    @Option(help: ArgumentHelp("The port of the metrics, on 127.0.0.1; without it there are none.", valueName: "port"))
    var metricsPort: Int?

    @Option(help: ArgumentHelp("Seconds that the end waits for responses.", valueName: "seconds"))
    var drainTimeout = 30

    @OptionGroup(title: "Limits")
    var limits: LimitOptions

    func validate() throws {
        guard demo != (models != nil) else { throw ValidationError("Give --models, or --demo.") }
        guard demo || state != nil else { throw ValidationError("Give --state, the folder of accounts and answers.") }
        guard !demo || state == nil else { throw ValidationError("--demo has a state of its own: leave out --state.") }
        guard (tlsCertificate == nil) == (tlsPrivateKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-private-key go together.")
        }
        for number in [port, metricsPort ?? 0] where !(0...65_535).contains(number) {
            throw ValidationError("A port is a number up to 65535.")
        }
        guard (1...3600).contains(drainTimeout) else {
            throw ValidationError("--drain-timeout is a number of seconds up to 3600.")
        }
    }

    func run() async throws {
        var options = ServerOptions()
        options.models = models.map { URL(filePath: $0, directoryHint: .isDirectory) }
        options.state = state.map { URL(filePath: $0, directoryHint: .isDirectory) }
        options.isDemonstration = demo
        (options.host, options.port, options.metricsPort) = (host, port, metricsPort)
        if let tlsCertificate, let tlsPrivateKey { options.tls = (tlsCertificate, tlsPrivateKey) }
        options.allowsPlainHTTP = insecurePlainHttp
        (options.publicNames, options.allowedOrigins, options.trustedProxies) = (publicName, allowOrigin, trustedProxy)
        options.drainTimeout = .seconds(drainTimeout)
        limits.apply(to: &options)

        let logger = Logger(label: ScoringService.name) { JSONLogHandler(label: $0) }
        ProcessLimits.keepCrashesQuiet()
        let allowed = ProcessLimits.allowOpenFiles(limits.openFiles)
        if allowed < limits.openFiles {
            logger.warning(
                "fewer files may be open than connections and bodies can need",
                metadata: ["allowed": "\(allowed)", "needed": "\(limits.openFiles)"])
        }
        let server = try await ScoringServer(options, logger: logger)
        let isDemonstration = demo
        let cutOff = try await server.run { address in
            let text = isDemonstration ? DemoText.text(address) : "listening on \(address)\n"
            // Who cannot be told the address has the service all the same.
            try? StandardStreams.write(text)
        }
        defer { StandardErrorLog.flush() }
        if cutOff > 0 { logger.error("responses cut off", metadata: ["count": "\(cutOff)"]) }
    }
}
