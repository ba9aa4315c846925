// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// The numbers that make up a private key, in the clear, most significant byte first.
///
/// Whoever holds this holds the key: it exists to be written to a key file, and is not wiped.
public struct PrivateKeyMaterial: Sendable {
    /// What is known of `p − 1 = 2·f·s` and `q − 1`, and primitive roots.
    public struct Structure: Sendable {
        /// f of p.
        public let pFactor: [UInt8]
        /// f of q.
        public let qFactor: [UInt8]
        /// A primitive root modulo p.
        public let pGenerator: [UInt8]
        /// A primitive root modulo q.
        public let qGenerator: [UInt8]

        /// Takes the four numbers as they are; ``PrivateKey/init(_:)`` checks them.
        public init(pFactor: [UInt8], qFactor: [UInt8], pGenerator: [UInt8], qGenerator: [UInt8]) {
            self.pFactor = pFactor
            self.qFactor = qFactor
            self.pGenerator = pGenerator
            self.qGenerator = qGenerator
        }
    }

    /// One prime.
    public let p: [UInt8]
    /// The other prime.
    public let q: [UInt8]
    /// The primes' structure, which keys made elsewhere lack.
    public let structure: Structure?

    /// Takes the numbers as they are; ``PrivateKey/init(_:)`` checks them.
    public init(p: [UInt8], q: [UInt8], structure: Structure?) {
        self.p = p
        self.q = q
        self.structure = structure
    }
}

extension PrivateKeyMaterial: CustomStringConvertible {
    /// Says what this is and nothing else.
    public var description: String { "PrivateKeyMaterial(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension PrivateKeyMaterial: CustomReflectable {
        /// A mirror without children.
        public var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif

extension PrivateKey {
    /// The key's numbers in the clear, for a key file.
    public func exportUnencrypted() -> PrivateKeyMaterial {
        let primeBytes = (pHalf.bitCount + 7) / 8
        return PrivateKeyMaterial(
            p: pHalf.prime.value.bigEndianBytes(count: primeBytes),
            q: qHalf.prime.value.bigEndianBytes(count: (qHalf.bitCount + 7) / 8),
            structure: structure.map { structure in
                PrivateKeyMaterial.Structure(
                    pFactor: structure.p.factor.bigEndianBytes(count: 8),
                    qFactor: structure.q.factor.bigEndianBytes(count: 8),
                    pGenerator: structure.p.generator.bigEndianBytes(count: primeBytes),
                    qGenerator: structure.q.generator.bigEndianBytes(count: primeBytes))
            })
    }
}
