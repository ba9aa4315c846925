// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension PortableKernel {
    /// Every base is multiplied into the bucket of its exponent, then running products from the highest bucket down weigh the
    /// buckets.
    ///
    /// Pippenger, "On the evaluation of powers and monomials", SIAM Journal on Computing 9, 1980, in the form of Bernstein,
    /// Doumen, Lange, Oosterwijk, "Faster batch forgery identification", INDOCRYPT 2012, section 4. The bucket of each base is
    /// secret: it is read and written by masked scans, and bucket 0 takes part like the others.
    ///
    /// - Complexity: For each list `bases + 2^(exponentBits+1)` products, whatever the exponents are.
    package func bucketProducts(of bases: [Residue], exponents: [Natural], exponentBits: Int) -> [Residue] {
        exponents.map { bucketProduct(of: bases, exponents: $0, exponentBits: exponentBits) }
    }

    @inline(never)
    private func bucketProduct(of bases: [Residue], exponents: Natural, exponentBits: Int) -> Residue {
        let modulus = bases[0].modulus
        let width = modulus.limbCount
        let bucketCount = 1 << exponentBits
        let buckets = LimbStorage(count: width * bucketCount)
        for bucket in 0..<bucketCount {
            unsafe (buckets.pointer + bucket * width).update(from: modulus.one.pointer, count: width)
        }
        let entry = LimbStorage(count: width)
        let scratch = LimbStorage(count: width)
        for (position, base) in bases.enumerated() {
            let index = exponents.bits(from: position * exponentBits, count: exponentBits)
            unsafe MaskedChoice.tableEntry(
                entry.pointer, table: buckets.pointer, entryCount: bucketCount, limbCount: width, index: index)
            unsafe multiply(
                entry.pointer, entry.pointer, base.storage.pointer, modulo: modulus, scratch: scratch.pointer)
            unsafe MaskedChoice.replaceTableEntry(
                buckets.pointer, with: entry.pointer, entryCount: bucketCount, limbCount: width, index: index)
        }
        // From the top: the running product of buckets b … top enters the result once for each step down to bucket 1.
        let running = entry
        let result = LimbStorage(count: width)
        unsafe running.pointer.update(from: modulus.one.pointer, count: width)
        unsafe result.pointer.update(from: modulus.one.pointer, count: width)
        for bucket in stride(from: bucketCount - 1, to: 0, by: -1) {
            unsafe multiply(
                running.pointer, running.pointer, buckets.pointer + bucket * width, modulo: modulus,
                scratch: scratch.pointer)
            unsafe multiply(result.pointer, result.pointer, running.pointer, modulo: modulus, scratch: scratch.pointer)
        }
        return Residue(adopting: result, modulo: modulus)
    }
}
