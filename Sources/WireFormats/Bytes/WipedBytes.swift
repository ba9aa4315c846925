// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Immutable bytes that are overwritten when the last reference goes.
///
/// The text of a private key is held in one of these while it is read.
@safe package final class WipedBytes: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Copies `bytes`.
    package init(copying bytes: some Collection<UInt8>) {
        unsafe storage = .allocate(capacity: bytes.count)
        _ = unsafe storage.initialize(fromContentsOf: bytes)
    }

    deinit {
        if let address = unsafe storage.baseAddress { unsafe overwrite(address, count: storage.count) }
        unsafe storage.deallocate()
    }

    /// The number of bytes.
    package var count: Int { unsafe storage.count }

    /// The byte at `index`, which must lie in `0 ..< count`.
    package subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe storage[index]
    }
}

/// Overwrites an array that held a secret and empties it.
///
/// Copies of the array that share its storage are not reached: the array must be the only one.
package func wipe<Element: BitwiseCopyable>(_ secret: inout [Element]) {
    unsafe secret.withUnsafeMutableBytes { bytes in
        if let address = bytes.baseAddress { unsafe overwrite(address, count: bytes.count) }
    }
    secret.removeAll(keepingCapacity: true)
}

/// Writes zeros that the optimiser may not drop.
private func overwrite(_ address: UnsafeMutableRawPointer, count: Int) {
    #if canImport(Darwin)
        _ = unsafe memset_s(address, count, 0, count)
    #else
        unsafe explicit_bzero(address, count)
    #endif
}
