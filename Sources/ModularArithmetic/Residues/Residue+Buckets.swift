// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Residue {
    /// `∏ bases_j^(exponents_j)` for many bases with short secret exponents.
    ///
    /// Every base is multiplied into the bucket of its exponent, then running products from the highest bucket down weigh the
    /// buckets: Pippenger, "On the evaluation of powers and monomials", SIAM Journal on Computing 9, 1980, in the form of Bernstein,
    /// Doumen, Lange, Oosterwijk, "Faster batch forgery identification", INDOCRYPT 2012, section 4. The bucket of each base is secret:
    /// it is read and written by masked scans, and bucket 0 takes part like the others.
    ///
    /// - Parameters:
    ///   - bases: At least one, all of one modulus.
    ///   - exponents: One for each base, in fields of `exponentBits` bits, the first one lowest.
    ///   - exponentBits: 1 to 8.
    /// - Returns: The product.
    /// - Complexity: `count + 2^(exponentBits+1)` products, whatever the exponents are.
    package static func bucketProduct(of bases: [Residue], exponents: Natural, exponentBits: Int) -> Residue {
        precondition(!bases.isEmpty, "a product has a modulus only when it has a factor")
        precondition((1...8).contains(exponentBits), "exponents of 1 to 8 bits")
        let modulus = bases[0].modulus
        let width = modulus.limbCount
        let bucketCount = 1 << exponentBits
        let buckets = LimbStorage(count: width * bucketCount)
        for bucket in 0..<bucketCount {
            unsafe (buckets.pointer + bucket * width).update(from: modulus.one.pointer, count: width)
        }
        let entry = LimbStorage(count: width)
        let scratch = LimbStorage(count: width)
        let kernel = PortableKernel()
        for (position, base) in bases.enumerated() {
            base.requireSameModulus(bases[0])
            let index = exponents.bits(from: position * exponentBits, count: exponentBits)
            unsafe MaskedChoice.tableEntry(
                entry.pointer, table: buckets.pointer, entryCount: bucketCount, limbCount: width, index: index)
            unsafe kernel.multiply(
                entry.pointer, entry.pointer, base.storage.pointer, modulo: modulus, scratch: scratch.pointer)
            for bucket in 0..<bucketCount {
                let place = unsafe buckets.pointer + bucket * width
                unsafe MaskedChoice.select(
                    place, Mask(isZero: UInt64(bucket) ^ index), entry.pointer, place, limbCount: width)
            }
        }
        // From the top: the running product of buckets b … top enters the result once for each step down to bucket 1.
        return unsafe Residue.make(modulo: modulus) { result, scratch in
            let running = entry
            unsafe running.pointer.update(from: modulus.one.pointer, count: width)
            unsafe result.update(from: modulus.one.pointer, count: width)
            for bucket in stride(from: bucketCount - 1, to: 0, by: -1) {
                unsafe kernel.multiply(
                    running.pointer, running.pointer, buckets.pointer + bucket * width, modulo: modulus,
                    scratch: scratch)
                unsafe kernel.multiply(result, result, running.pointer, modulo: modulus, scratch: scratch)
            }
        }
    }
}
