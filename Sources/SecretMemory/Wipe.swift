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
