// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import Paillier
import WireFormats

/// A number on the command line: a whole number of any length, or a decimal one.
enum PlainNumber: ExpressibleByArgument {
    case integer(digits: [UInt8], isNegative: Bool)
    case decimal(Double)
    /// Neither. The argument parser would repeat the text, which may be meant to stay private.
    case invalid

    init(argument: String) {
        self = PlainNumber(text: argument) ?? .invalid
    }

    /// The number that a text stands for, if it is one.
    init?(text argument: String) {
        let unsigned = argument.utf8.first.map { "+-".utf8.contains($0) } == true ? argument.dropFirst() : argument[...]
        guard let first = unsigned.utf8.first, unsigned.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }),
            "0123456789.".utf8.contains(first)
        else { return nil }
        if unsigned.utf8.allSatisfy({ "0123456789".utf8.contains($0) }) {
            // Longer than any modulus, and the conversion takes quadratic time.
            guard unsigned.utf8.count <= 2000 else { return nil }
            self = .integer(digits: Array(unsigned.utf8), isNegative: argument.hasPrefix("-"))
        } else {
            guard let value = Double(argument), value.isFinite else { return nil }
            self = .decimal(value)
        }
    }

    /// Refuses what is no number, before any file is opened.
    func validate() throws {
        if case .invalid = self { throw ValidationError(Self.complaint) }
    }

    private static let complaint =
        "the number must be whole, of at most 2,000 digits, or decimal and below 1.8e308, such as -3.25"

    /// The number in python-paillier's encoding.
    ///
    /// A decimal number's own exponent tells how large it is; `maximumExponent` hides that.
    func encoded(under key: PublicKey, maximumExponent: Int? = nil) throws(CommandFailure)
        -> PythonPaillierEncodedNumber
    {
        do {
            switch self {
            case .integer(let digits, let isNegative):
                return try key.encode(magnitude: DecimalInteger.bigEndianBytes(digits: digits), isNegative: isNegative)
            case .decimal(let value):
                return try key.encode(value, maximumExponent: maximumExponent)
            case .invalid:
                throw CommandFailure(.usage, Self.complaint)
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.badInput, "the number on the command line: \(error)")
        }
    }
}

extension PythonPaillierDecodedNumber {
    /// All digits of a whole number, the shortest text that reads back as the same double otherwise.
    var text: String {
        switch self {
        case .integer(let magnitude, let isNegative):
            let digits = String(decoding: DecimalInteger.digits(bigEndianBytes: magnitude), as: UTF8.self)
            return isNegative && digits != "0" ? "-" + digits : digits
        case .double(let value):
            return value.shortText
        }
    }
}
