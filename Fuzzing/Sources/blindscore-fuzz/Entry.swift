// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where libFuzzer, whose `main` this executable has, hands over an input.
///
/// BLINDSCORE_FUZZ_TARGET says which reader gets it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["BLINDSCORE_FUZZ_TARGET"] ?? ""
    guard let target = fuzzTargets[name] else { fatalError("no target is called “\(name)”") }
    return target
}()
