// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own, so that who embeds the library or runs the command compiles no HTTP server, no TLS and no database.
let package = Package(
    name: "blindscore-service",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ScoringService", targets: ["ScoringService"]),
        .executable(name: "blindscore-server", targets: ["blindscore-server"]),
    ],
    dependencies: [
        // With the trait, so that the client's tests over TLS, and its command, need no build of their own.
        .package(name: "blindscore", path: "..", traits: ["OwnCA"]),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(
            name: "ScoringService",
            dependencies: [
                .product(name: "EncryptedRegression", package: "blindscore"),
                .product(name: "Paillier", package: "blindscore"),
                .product(name: "ScoringPipelines", package: "blindscore"),
                .product(name: "ModelBuilding", package: "blindscore"),
                .product(name: "Receipts", package: "blindscore"),
                .product(name: "WireFormats", package: "blindscore"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("openapi.yaml")]),
        .executableTarget(
            name: "blindscore-server",
            dependencies: [
                "ScoringService",
                .product(name: "Tables", package: "blindscore"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/BlindScoreServerCommand"),
        .testTarget(
            name: "ScoringServiceTests",
            dependencies: [
                "ScoringService", "blindscore-server",
                // Not imported: Scripts/check-service runs it against the server.
                .product(name: "blindscore", package: "blindscore"),
                .product(name: "EncryptedRegression", package: "blindscore"),
                .product(name: "Paillier", package: "blindscore"),
                .product(name: "ScoringClient", package: "blindscore"),
                .product(name: "ScoringPipelines", package: "blindscore"),
                .product(name: "Receipts", package: "blindscore"),
                .product(name: "TestSupport", package: "blindscore"),
                .product(name: "WireFormats", package: "blindscore"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["Server/TLS/make-certificates"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
