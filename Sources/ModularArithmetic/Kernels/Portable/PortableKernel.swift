// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// The kernel that runs everywhere, in portable C, and the reference for all others: one lane after the other.
@safe package final class PortableKernel: LaneKernel {
    /// The kernel of every modulus that is not given another.
    package static let shared = PortableKernel()

    private let onProduct: (@Sendable (Modulus) -> Void)?

    /// - Parameter onProduct: Hears of each product before it is made, and of its modulus: for tests, which count them.
    package init(onProduct: (@Sendable (Modulus) -> Void)? = nil) {
        self.onProduct = onProduct
    }

    /// `result = a · b / 2^(64·limbCount) mod modulus`; `result` may be one of the operands.
    @inline(__always)
    func multiply(
        _ result: UnsafeMutablePointer<UInt64>, _ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>,
        modulo modulus: Modulus, scratch: UnsafeMutablePointer<UInt64>
    ) {
        if let onProduct { onProduct(modulus) }
        unsafe cpk_montgomery_multiply(
            result, a, b, modulus.limbs.pointer, modulus.negatedInverse, modulus.limbCount, scratch)
    }

    package func product(_ a: Residue, _ b: Residue) -> Residue {
        let modulus = a.modulus
        let result = LimbStorage(count: modulus.limbCount)
        let scratch = LimbStorage(count: modulus.limbCount)
        unsafe multiply(
            result.pointer, a.storage.pointer, b.storage.pointer, modulo: modulus, scratch: scratch.pointer)
        return Residue(adopting: result, modulo: modulus)
    }
}
