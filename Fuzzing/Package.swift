// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Built with `--sanitize=fuzzer`, which instruments the library too: Scripts/fuzz does it.
let package = Package(
    name: "blindscore-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "blindscore", path: "..")],
    targets: [
        .executableTarget(
            name: "blindscore-fuzz",
            dependencies: [
                "EncryptedRegression", "KeyFiles", "ModelBuilding", "Paillier", "ScoringPipelines", "Tables",
                "WireFormats",
            ].map { .product(name: $0, package: "blindscore") },
            swiftSettings: [
                .strictMemorySafety(),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
