// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// BlindScore's side of Scripts/compare-with-phe: a package of its own, so that it can use nothing but the public interface.
let package = Package(
    name: "compare",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "blindscore", path: "../..")],
    targets: [
        .executableTarget(
            name: "CompareSide", dependencies: [.product(name: "Paillier", package: "blindscore")],
            swiftSettings: [.strictMemorySafety(), .treatAllWarnings(as: .error)])
    ],
    swiftLanguageModes: [.v6]
)
