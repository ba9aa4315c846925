// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// The numbers that make up a private key, to be written to a key file or read from one.
///
/// Whoever holds this holds the key. The numbers are in memory that is wiped when the last copy goes; the byte arrays that
/// the methods give are not, so overwrite them after use.
public struct PrivateKeyMaterial: Redacted, Sendable {
    /// What is known of `p − 1 = 2·f·s` and `q − 1`, and primitive roots.
    public struct Structure: Redacted, Sendable {
        let pFactor: Natural, qFactor: Natural
        let pGenerator: Natural, qGenerator: Natural

        /// Takes four numbers, most significant byte first, as they are; ``PrivateKey/init(_:)`` checks them.
        public init(pFactor: [UInt8], qFactor: [UInt8], pGenerator: [UInt8], qGenerator: [UInt8]) {
            self.pFactor = Natural(bigEndianBytes: pFactor)
            self.qFactor = Natural(bigEndianBytes: qFactor)
            self.pGenerator = Natural(bigEndianBytes: pGenerator)
            self.qGenerator = Natural(bigEndianBytes: qGenerator)
        }

        init(p: StructuredPrime, q: StructuredPrime) {
            (pFactor, qFactor) = (p.factor, q.factor)
            (pGenerator, qGenerator) = (p.generator, q.generator)
        }

        /// f of p, most significant byte first.
        public func pFactorBytes() -> [UInt8] { pFactor.bigEndianBytes }
        /// f of q.
        public func qFactorBytes() -> [UInt8] { qFactor.bigEndianBytes }
        /// A primitive root modulo p.
        public func pGeneratorBytes() -> [UInt8] { pGenerator.bigEndianBytes }
        /// A primitive root modulo q.
        public func qGeneratorBytes() -> [UInt8] { qGenerator.bigEndianBytes }
    }

    let p: Natural
    let q: Natural
    /// The primes' structure, which keys made elsewhere lack.
    public let structure: Structure?

    /// Takes two primes, most significant byte first, as they are; ``PrivateKey/init(_:)`` checks them.
    public init(p: [UInt8], q: [UInt8], structure: Structure?) {
        self.init(p: Natural(bigEndianBytes: p), q: Natural(bigEndianBytes: q), structure: structure)
    }

    init(p: Natural, q: Natural, structure: Structure?) {
        self.p = p
        self.q = q
        self.structure = structure
    }

    /// One prime, most significant byte first.
    public func pBytes() -> [UInt8] { p.bigEndianBytes }
    /// The other prime.
    public func qBytes() -> [UInt8] { q.bigEndianBytes }
}

extension PrivateKey {
    /// The key's numbers in the clear, for a key file.
    public func exportUnencrypted() -> PrivateKeyMaterial {
        PrivateKeyMaterial(
            p: pHalf.prime.value, q: qHalf.prime.value,
            structure: structure.map { PrivateKeyMaterial.Structure(p: $0.p, q: $0.q) })
    }
}
