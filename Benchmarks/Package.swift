// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own, so that nobody who uses the library needs what times it. `Library` and `TestSupport` are links to the
// library's own files, compiled here again: most of what is timed is not public.
let package = Package(
    name: "blindscore-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    ],
    targets: [
        .executableTarget(
            name: "Timing",
            dependencies: [
                "Workloads", "ScoringPipelines", "TestSupport", "EncryptedRegression", "Paillier", "ModularArithmetic",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Timing", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .target(
            name: "Workloads", dependencies: ["EncryptedRegression", "Paillier", "ModularArithmetic", "TestSupport"],
            path: "Workloads"),
        .target(
            name: "TestSupport",
            dependencies: [
                "EncryptedRegression", "Paillier", "ModularArithmetic", "SecretMemory",
                .product(name: "BigInt", package: "BigInt"),
            ],
            path: "TestSupport", exclude: ["Vectors"]),
        .target(
            name: "ScoringPipelines",
            dependencies: ["Tables", "WireFormats", "EncryptedRegression", "Paillier", "SecretMemory"],
            path: "Library/ScoringPipelines"),
        .target(name: "Tables", dependencies: ["SecretMemory"], path: "Library/Tables"),
        .target(
            name: "WireFormats",
            dependencies: [
                "EncryptedRegression", "Paillier", "SecretMemory",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Library/WireFormats"),
        .target(
            name: "EncryptedRegression", dependencies: ["Paillier", "ModularArithmetic", "SecretMemory", "Hashing"],
            path: "Library/EncryptedRegression"),
        .target(name: "Paillier", dependencies: ["ModularArithmetic", "Hashing"], path: "Library/Paillier"),
        .target(name: "Hashing", path: "Library/Hashing"),
        .target(name: "ModularArithmetic", dependencies: ["CPaillierKernels"], path: "Library/ModularArithmetic"),
        .target(name: "SecretMemory", dependencies: ["CPaillierKernels"], path: "Library/SecretMemory"),
        .target(name: "CPaillierKernels", path: "Library/CPaillierKernels", exclude: ["README.md"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.name != "CPaillierKernels" {
    target.swiftSettings = [
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
