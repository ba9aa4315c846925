// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// Overwrites an array that held a secret and empties it.
///
/// Copies of the array that share its storage are not reached: the array must be the only one.
package func wipe<Element: BitwiseCopyable>(_ secret: inout [Element]) {
    unsafe secret.withUnsafeMutableBytes { bytes in
        if let address = bytes.baseAddress { unsafe cpk_wipe(address, bytes.count) }
    }
    secret.removeAll(keepingCapacity: true)
}

/// Overwrites the elements of an array that held secrets, where they are no plain bytes: with something else of their kind.
///
/// Copies of the array that share its storage are not reached. Never inlined, so that no optimiser sees that nobody reads them again.
@inline(never)
package func wipe<Element>(_ secret: inout [Element], with filler: Element) {
    for place in secret.indices { secret[place] = filler }
    secret.removeAll(keepingCapacity: true)
}
