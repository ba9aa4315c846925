// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The length of a key's modulus in bits.
public struct KeySize: Hashable, Sendable {
    /// Bits of the modulus n.
    public let bits: Int

    /// 2048 bits: 112-bit security (NIST SP 800-57 part 1, table 2).
    public static let bits2048 = KeySize(unchecked: 2048)
    /// 3072 bits: 128-bit security.
    public static let bits3072 = KeySize(unchecked: 3072)
    /// 4096 bits.
    public static let bits4096 = KeySize(unchecked: 4096)
    /// 3072 bits.
    public static let `default` = bits3072

    /// The size of `bits` bits.
    ///
    /// - Throws: ``PaillierError`` with code `keySize` unless `bits` is 2048, 3072 or 4096.
    public init(bits: Int) throws(PaillierError) {
        guard [2048, 3072, 4096].contains(bits) else { throw PaillierError(.keySize) }
        self.init(unchecked: bits)
    }

    /// A size that protects nothing, for tests that enumerate everything or must be quick.
    package static func insecureTest(bits: Int) -> KeySize {
        KeySize(unchecked: bits)
    }

    private init(unchecked bits: Int) {
        self.bits = bits
    }

    /// Bytes of the modulus.
    package var modulusByteCount: Int { (bits + 7) / 8 }

    /// Bytes of a ciphertext, which is a number below n².
    package var ciphertextByteCount: Int { (2 * bits + 7) / 8 }
}
