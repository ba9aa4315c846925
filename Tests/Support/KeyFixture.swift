// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt

/// A fixed key of `Vectors/keys.json`.
///
/// Published, so worthless outside tests. Public for the tests of the other packages, which want keys that take no time.
public struct KeyFixture: Decodable, Sendable {
    package let name: String
    package let n, p, q: HexNumber

    /// What our key generation knows: `p = 2·f·s + 1` and a primitive root.
    ///
    /// Absent in keys made by python-paillier.
    package let pFactor, qFactor, pGenerator, qGenerator: HexNumber?

    /// The modulus length in bits.
    package var bits: Int { n.value.bitWidth }

    /// Whether the factorisation of p − 1 and q − 1 is known.
    package var isStructured: Bool { pFactor != nil }

    /// Every key of the file.
    package static let all: [KeyFixture] = {
        do { return try VectorFile.read("keys", "vectors") } catch { fatalError("keys.json: \(error)") }
    }()

    /// The key called `name`, for example `structured-2048`, `phe-512` or `toy-79-83`.
    public static func named(_ name: String) -> KeyFixture {
        guard let key = all.first(where: { $0.name == name }) else { fatalError("no key called \(name)") }
        return key
    }

    /// The toy keys on which everything can be tried: 13 to 15 bits.
    package static var toys: [KeyFixture] { all.filter { $0.isStructured && $0.bits < 64 } }
}

extension KeyFixture: CustomStringConvertible {
    public var description: String { name }
}
