// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// The numbers that make up a private key, to be written to a key file or read from one.
///
/// Whoever holds this holds the key. The numbers are in memory that is wiped when the last copy goes; the byte arrays that
/// the properties give are not, so overwrite them after use.
public struct PrivateKeyMaterial: Sendable {
    /// What is known of `p − 1 = 2·f·s` and `q − 1`, and primitive roots.
    public struct Structure: Sendable {
        let pFactorNumber: Natural, qFactorNumber: Natural
        let pGeneratorNumber: Natural, qGeneratorNumber: Natural

        /// Takes four numbers, most significant byte first, as they are; ``PrivateKey/init(_:)`` checks them.
        public init(pFactor: [UInt8], qFactor: [UInt8], pGenerator: [UInt8], qGenerator: [UInt8]) {
            pFactorNumber = Natural(bigEndianBytes: pFactor)
            qFactorNumber = Natural(bigEndianBytes: qFactor)
            pGeneratorNumber = Natural(bigEndianBytes: pGenerator)
            qGeneratorNumber = Natural(bigEndianBytes: qGenerator)
        }

        init(p: StructuredPrime, q: StructuredPrime) {
            (pFactorNumber, qFactorNumber) = (p.factor, q.factor)
            (pGeneratorNumber, qGeneratorNumber) = (p.generator, q.generator)
        }

        /// f of p, most significant byte first.
        public var pFactor: [UInt8] { pFactorNumber.bigEndianBytes }
        /// f of q.
        public var qFactor: [UInt8] { qFactorNumber.bigEndianBytes }
        /// A primitive root modulo p.
        public var pGenerator: [UInt8] { pGeneratorNumber.bigEndianBytes }
        /// A primitive root modulo q.
        public var qGenerator: [UInt8] { qGeneratorNumber.bigEndianBytes }
    }

    let pNumber: Natural
    let qNumber: Natural
    /// The primes' structure, which keys made elsewhere lack.
    public let structure: Structure?

    /// Takes two primes, most significant byte first, as they are; ``PrivateKey/init(_:)`` checks them.
    public init(p: [UInt8], q: [UInt8], structure: Structure?) {
        self.init(p: Natural(bigEndianBytes: p), q: Natural(bigEndianBytes: q), structure: structure)
    }

    init(p: Natural, q: Natural, structure: Structure?) {
        pNumber = p
        qNumber = q
        self.structure = structure
    }

    /// One prime, most significant byte first.
    public var p: [UInt8] { pNumber.bigEndianBytes }
    /// The other prime.
    public var q: [UInt8] { qNumber.bigEndianBytes }
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
        PrivateKeyMaterial(
            p: pHalf.prime.value, q: qHalf.prime.value,
            structure: structure.map { PrivateKeyMaterial.Structure(p: $0.p, q: $0.q) })
    }
}
