// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why values are no row of a contract, or rows no group of it; names the feature, never a value.
public struct RowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// A row does not have one value for each feature.
        public static let count = Code(number: 1)
        /// A value is not a finite number.
        public static let notFinite = Code(number: 2)
        /// A value is outside its feature's range.
        public static let outOfRange = Code(number: 3)
        /// A value is missing, and the contract names none to stand for it.
        public static let missing = Code(number: 4)
        /// A level is none of its feature's.
        public static let unknownLevel = Code(number: 5)
        /// A number stands where a level is wanted, or a level where a number is.
        public static let kind = Code(number: 6)
        /// A value is given for a name that no feature has.
        public static let unknownFeature = Code(number: 7)
        /// Two values are given for one feature.
        public static let duplicateFeature = Code(number: 8)
        /// No value is given for a feature.
        public static let absentFeature = Code(number: 9)
        /// The row was made by another contract.
        public static let foreign = Code(number: 10)
        /// A group would have no rows, or more than fit a ciphertext.
        public static let groupSize = Code(number: 11)
        /// There are no rows to encrypt.
        public static let noRows = Code(number: 12)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence.
    public let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
