// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "blindscore",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "Paillier", targets: ["Paillier"]),
        .library(name: "EncryptedRegression", targets: ["EncryptedRegression"]),
        .library(name: "WireFormats", targets: ["WireFormats"]),
        .library(name: "Tables", targets: ["Tables"]),
        .library(name: "ScoringPipelines", targets: ["ScoringPipelines"]),
        .library(name: "KeyFiles", targets: ["KeyFiles"]),
        .library(name: "ModelBuilding", targets: ["ModelBuilding"]),
        .library(name: "Receipts", targets: ["Receipts"]),
        .library(name: "ScoringClient", targets: ["ScoringClient"]),
        .executable(name: "blindscore", targets: ["blindscore"]),
        // Fixed keys for the tests of the packages beside this one.
        .library(name: "TestSupport", targets: ["TestSupport"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // Library targets, lowest first: each may import only what stands above it in its own list.
        .target(name: "CPaillierKernels", exclude: ["README.md"]),
        .target(name: "SecretMemory", dependencies: ["CPaillierKernels"]),
        .target(name: "ModularArithmetic", dependencies: ["CPaillierKernels"]),
        .target(name: "Hashing"),
        .target(name: "Paillier", dependencies: ["ModularArithmetic", "Hashing"]),
        .target(
            name: "EncryptedRegression", dependencies: ["Paillier", "ModularArithmetic", "SecretMemory", "Hashing"]),
        .target(
            name: "WireFormats",
            dependencies: [
                "EncryptedRegression", "Paillier", "SecretMemory",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        .target(name: "Tables", dependencies: ["SecretMemory"]),
        .target(
            name: "ScoringPipelines",
            dependencies: ["Tables", "WireFormats", "EncryptedRegression", "Paillier", "SecretMemory"]),
        // These two alone need swift-crypto: who imports the others does not compile it.
        .target(
            name: "KeyFiles",
            dependencies: [
                "WireFormats", "Paillier", "SecretMemory",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(
            name: "Receipts",
            dependencies: [
                "WireFormats", "EncryptedRegression", "Paillier", "Hashing",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "ScoringClient",
            dependencies: [
                "Receipts", "ScoringPipelines", "WireFormats", "EncryptedRegression", "Paillier", "SecretMemory",
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]),
        .target(
            name: "ModelBuilding", dependencies: ["Tables", "WireFormats", "EncryptedRegression", "SecretMemory"]),
        .executableTarget(
            name: "blindscore",
            dependencies: [
                "ModelBuilding", "KeyFiles", "Receipts", "ScoringClient", "ScoringPipelines", "Tables", "WireFormats",
                "EncryptedRegression", "Paillier", "SecretMemory",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/BlindScoreCommand"),

        // Shared by the tests; a plain target that imports no test framework.
        .target(
            name: "TestSupport",
            dependencies: [
                "EncryptedRegression", "Paillier", "ModularArithmetic", "SecretMemory",
                .product(name: "BigInt", package: "BigInt"),
            ],
            path: "Tests/Support", exclude: ["Vectors"]),
        // Run by Scripts/check-secret-paths.
        .target(name: "SecretMarks", path: "Tests/SecretPaths/Marks"),
        .executableTarget(
            name: "SecretPaths",
            dependencies: ["SecretMarks", "EncryptedRegression", "Paillier", "ModularArithmetic", "SecretMemory"],
            path: "Tests/SecretPaths/Paths"),
        // The vector kernels' sources once more: on intrinsics in plain C, for processors that have none, and with the
        // processor's flags recorded.
        .target(name: "CTestKernels", dependencies: ["CPaillierKernels"], path: "Tests/TestKernels"),
        .testTarget(
            name: "CPaillierKernelsTests",
            dependencies: [
                "CPaillierKernels", "CTestKernels", "TestSupport", .product(name: "BigInt", package: "BigInt"),
            ]),
        // Run by Scripts/check-counts, and timed by the package in Benchmarks.
        .target(
            name: "Workloads", dependencies: ["EncryptedRegression", "Paillier", "ModularArithmetic", "TestSupport"],
            path: "Benchmarks/Workloads"),
        .executableTarget(
            name: "CountedWork", dependencies: ["Workloads", "ModularArithmetic", "TestSupport"],
            path: "Benchmarks/CountedWork"),
        // Run by Benchmarks/peers/run.
        .executableTarget(
            name: "OurSide",
            dependencies: ["ScoringPipelines", "EncryptedRegression", "Paillier", "ModularArithmetic"],
            path: "Benchmarks/peers/OurSide"),
        .testTarget(name: "SecretMemoryTests", dependencies: ["SecretMemory", "TestSupport"]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing", "TestSupport"]),
        .testTarget(
            name: "ModularArithmeticTests",
            dependencies: [
                "ModularArithmetic", "CPaillierKernels", "CTestKernels", "TestSupport",
                .product(name: "BigInt", package: "BigInt"),
            ]),
        .testTarget(
            name: "PaillierTests",
            dependencies: [
                "Paillier", "ModularArithmetic", "TestSupport", .product(name: "BigInt", package: "BigInt"),
            ]),
        .testTarget(
            name: "EncryptedRegressionTests",
            dependencies: [
                "EncryptedRegression", "Paillier", "ModularArithmetic", "SecretMemory", "TestSupport",
                .product(name: "BigInt", package: "BigInt"),
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "WireFormatsTests",
            dependencies: [
                "WireFormats", "EncryptedRegression", "Paillier", "SecretMemory", "TestSupport",
                .product(name: "BigInt", package: "BigInt"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "TablesTests", dependencies: ["Tables", "SecretMemory", "TestSupport"], exclude: ["Vectors"]),
        .testTarget(
            name: "KeyFilesTests", dependencies: ["KeyFiles", "WireFormats", "Paillier", "TestSupport"],
            exclude: ["Vectors"]),
        .testTarget(
            name: "ReceiptsTests", dependencies: ["Receipts", "WireFormats", "EncryptedRegression", "Paillier"],
            exclude: ["Vectors"]),
        .testTarget(
            name: "ScoringPipelinesTests",
            dependencies: [
                "ScoringPipelines", "Tables", "WireFormats", "EncryptedRegression", "Paillier", "ModularArithmetic",
                "TestSupport",
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "ScoringClientTests",
            dependencies: [
                "ScoringClient", "Receipts", "ScoringPipelines", "WireFormats", "EncryptedRegression", "Paillier",
                "TestSupport",
            ],
            exclude: ["server.py"]),
        .testTarget(
            name: "ModelBuildingTests",
            dependencies: [
                "ModelBuilding", "Tables", "WireFormats", "EncryptedRegression", "SecretMemory", "TestSupport",
            ],
            exclude: ["Vectors"]),
        .testTarget(
            name: "BlindScoreCommandTests",
            dependencies: ["blindscore", "Tables", "TestSupport", .product(name: "BigInt", package: "BigInt")],
            exclude: ["Cases", "Help", "Predict/service.py", "PythonPaillier", "Vectors"]),
    ],
    swiftLanguageModes: [.v6]
)

// A trait that is off unless it is asked for: without it nothing of this is fetched. DocC's plugin enables all traits there are, so
// Scripts/check-docs has this one left out.
if Context.environment["BLINDSCORE_WITHOUT_TRAITS"] == nil {
    package.traits.insert(
        .trait(
            name: "OwnCA",
            description: "On Linux, certificate authorities of one's own for ScoringClient and blindscore predict."))
    package.dependencies += [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ]
    let condition = TargetDependencyCondition.when(platforms: [.linux], traits: ["OwnCA"])
    package.targets.first { $0.name == "ScoringClient" }?.dependencies += [
        .product(name: "AsyncHTTPClient", package: "async-http-client", condition: condition),
        .product(name: "NIOCore", package: "swift-nio", condition: condition),
        .product(name: "NIOHTTP1", package: "swift-nio", condition: condition),
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: condition),
    ]
}

/// The targets that also compile as Embedded Swift for WebAssembly.
let embedded: Set = ["SecretMemory", "ModularArithmetic", "Hashing", "Paillier", "EncryptedRegression"]

for target in package.targets where !["CPaillierKernels", "CTestKernels", "SecretMarks"].contains(target.name) {
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
    if embedded.contains(target.name) {
        target.swiftSettings?.append(.treatWarning("EmbeddedRestrictions", as: .error))
    }
}
