// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Why no model could be fitted; names columns, never a value of the data.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault; an open set, so that a later version may add to it.
    public struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// There are no features.
        public static let noFeatures = Code("noFeatures")
        /// A column is shorter or longer than the target's.
        public static let countMismatch = Code("countMismatch")
        /// There are fewer rows than the model has numbers to determine.
        public static let tooFewRows = Code("tooFewRows")
        /// A value is NaN or infinite.
        public static let notFinite = Code("notFinite")
        /// A value is beyond 10^150 in magnitude, where sums of squares overflow.
        public static let tooLarge = Code("tooLarge")
        /// A feature never varies.
        public static let constantFeature = Code("constantFeature")
        /// The target never varies.
        public static let constantTarget = Code("constantTarget")
        /// Some features determine another one.
        public static let collinear = Code("collinear")
        /// The ridge penalty is negative or not finite.
        public static let invalidRidge = Code("invalidRidge")
        /// A weight is negative.
        public static let invalidWeight = Code("invalidWeight")
        /// A target is none of the family's values.
        public static let invalidTarget = Code("invalidTarget")
        /// Some features tell apart the levels of the target so well that no finite coefficients fit best.
        public static let separation = Code("separation")
        /// The iteration did not come to rest.
        public static let notConverged = Code("notConverged")
        /// A coefficient is beyond the range of doubles.
        public static let overflow = Code("overflow")
        /// Answers would be off by more than the model's predictions vary.
        public static let inaccurate = Code("inaccurate")
        /// The fitted numbers make no valid contract.
        public static let invalidModel = Code("invalidModel")
    }

    /// The kind of fault.
    public let code: Code
    /// The names of the columns concerned.
    public let columns: [String]
    private let reason: String

    init(_ code: Code, columns: [String] = [], _ reason: String) {
        self.code = code
        self.columns = columns
        self.reason = reason
    }

    /// One sentence.
    public var description: String { reason }
}

extension TrainingError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
