// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// A number in python-paillier's encoding: `mantissa · 16^exponent`, a negative mantissa standing as `n − |mantissa|`.
///
/// The integer is secret until encrypted, the exponent never is. Made by ``Paillier/PublicKey/encode(_:precision:maximumExponent:)``
/// or read from a decryption.
public struct PythonPaillierEncodedNumber: Redacted, Sendable {
    /// The mantissa modulo n; checked when it is decoded or encrypted.
    public let plaintext: Plaintext
    /// The power of 16.
    public let exponent: Int

    /// A number as it was received or decrypted.
    ///
    /// - Throws: ``UnboundedError`` with code `exponent` when the exponent is outside ``exponents``.
    public init(plaintext: Plaintext, exponent: Int) throws(UnboundedError) {
        guard PythonPaillierEncodedNumber.exponents.contains(exponent) else {
            throw .exponentRefused(PythonPaillierEncodedNumber.exponents)
        }
        self.plaintext = plaintext
        self.exponent = exponent
    }

    /// The exponents that are accepted at all; every double's own exponent, −282 to 242, and sums of several are inside.
    public static let exponents = -2048...512
}

@available(*, unavailable) extension PythonPaillierEncodedNumber: Equatable {}

/// An encrypted number in python-paillier's form: the ciphertext of a mantissa, and an exponent in clear.
public struct PythonPaillierEncryptedNumber: Sendable {
    /// The encrypted mantissa.
    public let ciphertext: Ciphertext
    /// The power of 16.
    public let exponent: Int

    /// A number as it was received or computed.
    ///
    /// - Throws: ``UnboundedError`` with code `exponent` when the exponent is outside ``PythonPaillierEncodedNumber/exponents``.
    public init(ciphertext: Ciphertext, exponent: Int) throws(UnboundedError) {
        guard PythonPaillierEncodedNumber.exponents.contains(exponent) else {
            throw .exponentRefused(PythonPaillierEncodedNumber.exponents)
        }
        self.ciphertext = ciphertext
        self.exponent = exponent
    }
}

/// What an ``PythonPaillierEncodedNumber`` stands for.
public enum PythonPaillierDecodedNumber: Sendable {
    /// An exact integer, which is what a non-negative exponent means; the bytes are big-endian.
    case integer(magnitude: [UInt8], isNegative: Bool)
    /// The double nearest to the exact value, which is what a negative exponent means.
    case double(Double)

    /// The nearest double; infinite when an integer is beyond the finite ones.
    public var nearestDouble: Double {
        switch self {
        case .integer(let magnitude, let isNegative):
            let value = Double(nearestTo: Plaintext(bigEndianBytes: magnitude).natural, timesPowerOfTwo: 0)
            return isNegative ? -value : value
        case .double(let value): return value
        }
    }
}

extension UnboundedError {
    static func exponentRefused(_ accepted: ClosedRange<Int>) -> UnboundedError {
        UnboundedError(.exponent, "an exponent is not from \(accepted.lowerBound) to \(accepted.upperBound)")
    }
}
