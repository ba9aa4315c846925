// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringService

/// The limits that an operator may move; docs/service.md has the table.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The longest body, in MiB.", valueName: "MiB"))
    var bodyLimit = 32

    @Option(help: ArgumentHelp("The most work of a request: groups × (columns + outputs).", valueName: "units"))
    var workLimit = 200_000

    @Option(help: ArgumentHelp("Requests that are scored at a time.", valueName: "number"))
    var workers = 4

    @Option(help: ArgumentHelp("Requests that wait for that.", valueName: "number"))
    var queue = 64

    @Option(help: ArgumentHelp("Connections at a time.", valueName: "number"))
    var connections = 1024

    @Option(help: ArgumentHelp("Connections at a time from one address.", valueName: "number"))
    var connectionsPerAddress = 64

    @Option(help: ArgumentHelp("Seconds for the TLS handshake.", valueName: "seconds"))
    var handshakeTimeout = 5

    @Option(help: ArgumentHelp("Seconds for a request's header.", valueName: "seconds"))
    var headerTimeout = 10

    @Option(help: ArgumentHelp("Seconds for a request's body.", valueName: "seconds"))
    var bodyTimeout = 60

    @Option(help: ArgumentHelp("KiB of a body that must come in a second, on average.", valueName: "KiB"))
    var bodyRate = 8

    @Option(help: ArgumentHelp("Seconds in which a client takes nothing of its response.", valueName: "seconds"))
    var writeTimeout = 30

    @Option(help: ArgumentHelp("Seconds between two requests of a connection.", valueName: "seconds"))
    var idleTimeout = 60

    @Option(help: ArgumentHelp("Keys that an account may have registered.", valueName: "number"))
    var keysPerAccount = 64

    @Option(
        help: ArgumentHelp(
            "Registrations of an account within an hour; twice as many from an address.", valueName: "number"))
    var registrations = 120

    @Option(help: ArgumentHelp("MiB of answers that are kept for a day.", valueName: "MiB"))
    var answerStorage = 4096

    func validate() throws {
        for (name, number) in [
            ("--body-limit", bodyLimit), ("--work-limit", workLimit), ("--workers", workers),
            ("--connections", connections), ("--connections-per-address", connectionsPerAddress),
            ("--handshake-timeout", handshakeTimeout), ("--header-timeout", headerTimeout),
            ("--body-timeout", bodyTimeout), ("--body-rate", bodyRate), ("--write-timeout", writeTimeout),
            ("--idle-timeout", idleTimeout), ("--keys-per-account", keysPerAccount), ("--registrations", registrations),
            ("--answer-storage", answerStorage),
        ] where !(1...1_000_000_000).contains(number) {
            throw ValidationError("\(name) is a number from 1 to 1000000000.")
        }
        guard (0...100_000).contains(queue) else { throw ValidationError("--queue is a number up to 100000.") }
        guard bodyLimit <= 1024 else { throw ValidationError("--body-limit is at most 1024.") }
    }

    /// How many files can be open at once: connections, bodies that are received on them or wait, and some for the rest.
    var openFiles: Int { 2 * connections + queue + workers + 128 }

    /// Takes the limits over.
    func apply(to options: inout ServerOptions) {
        options.scoring.bodyBytes = bodyLimit << 20
        options.scoring.jsonBodyBytes = min(options.scoring.jsonBodyBytes, bodyLimit << 20)
        options.scoring.productUnits = workLimit
        (options.scoring.workers, options.scoring.waiting) = (workers, queue)
        options.scoring.registrationsPerAccount = registrations
        options.scoring.registrationsPerAddress = 2 * registrations
        options.connections.connectionCount = connections
        options.connections.connectionCountPerAddress = connectionsPerAddress
        options.connections.handshakeTimeout = .seconds(handshakeTimeout)
        options.connections.headerTimeout = .seconds(headerTimeout)
        options.connections.bodyTimeout = .seconds(bodyTimeout)
        options.connections.bodyRate = bodyRate << 10
        options.connections.writeTimeout = .seconds(writeTimeout)
        options.connections.idleTimeout = .seconds(idleTimeout)
        options.storage.keysPerAccount = keysPerAccount
        options.storage.answerBytes = Int64(answerStorage) << 20
    }
}
