// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One prediction with the error that is proved of it.
///
/// It says something of a person's data, so it shows nothing when printed or reflected; ``value`` does. Infinite numbers need a
/// strategy of the coder that stores them, where its format has none.
public struct Prediction: Hashable, Sendable {
    /// The linear predictor as it came out of decryption, finite.
    public let linearPredictor: Double
    /// The prediction: the linear predictor after the output's inverse link.
    ///
    /// Infinite where that exceeds all doubles.
    public let value: Double
    /// The largest distance between ``value`` and the model's exact prediction, above 0.
    ///
    /// It is proved for an answer that an honest server gave and nobody changed on its way.
    /// Infinite where no finite one is proved.
    public let maximumError: Double

    /// How many decimals say all that ``maximumError`` leaves certain and one more: `max(0, 1 − ⌊log10 e⌋)`.
    public var decimals: Int { Self.decimals(maximumError: maximumError) }

    /// How many decimals a number is worth that is known up to an error: one beyond the error's first digit, from 0 to 325.
    ///
    /// - Parameter maximumError: Above 0.
    /// - Returns: 0 for an infinite error.
    package static func decimals(maximumError: Double) -> Int {
        precondition(maximumError > 0, "an error above 0")
        return Int(max(0, 1 - log10(maximumError).rounded(.down)))
    }
}

extension Prediction: Codable {
    private enum Field: String, CodingKey {
        case linearPredictor, value, maximumError
    }

    /// Reads a prediction that was stored.
    ///
    /// - Throws: What the decoder throws; `DecodingError.dataCorrupted` for numbers that no prediction has.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        linearPredictor = try fields.decode(Double.self, forKey: .linearPredictor)
        value = try fields.decode(Double.self, forKey: .value)
        maximumError = try fields.decode(Double.self, forKey: .maximumError)
        guard linearPredictor.isFinite, !value.isNaN, maximumError > 0 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "no prediction has such numbers"))
        }
    }

    /// Stores the prediction.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(linearPredictor, forKey: .linearPredictor)
        try fields.encode(value, forKey: .value)
        try fields.encode(maximumError, forKey: .maximumError)
    }
}

extension Prediction: CustomStringConvertible, CustomReflectable {
    /// Says what this is and nothing else.
    public var description: String { "Prediction(redacted)" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Double {
    /// The least number of so many significant decimal digits that is not below this one: how bounds are shown.
    ///
    /// - Parameter digits: From 1 to 15.
    /// - Returns: Numbers that are not positive and finite unchanged; infinity where no double of so few digits is as large.
    package func roundedUp(significantDigits digits: Int) -> Double {
        precondition((1...15).contains(digits), "from 1 to 15 digits")
        guard self > 0, isFinite else { return self }
        let exponent = Int(log10(self).rounded(.down)) - digits + 1
        // In two steps, since a power of ten may be beyond doubles where the quotient is not. Logarithm and quotients are
        // rounded, so the first candidate is taken a little too low.
        let quotient = self / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
        var mantissa = Int((quotient * (1 - 0x1p-50)).rounded(.up))
        while true {
            let candidate = Double("\(mantissa)e\(exponent)") ?? .infinity
            if candidate >= self { return candidate }
            mantissa += 1
        }
    }
}
