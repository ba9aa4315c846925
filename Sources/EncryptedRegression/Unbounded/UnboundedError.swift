// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// Why a number, a row or a request in python-paillier's form was refused; never holds a value.
public struct UnboundedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// An operation on ciphertexts failed; ``UnboundedError/cause`` says why.
        public static let paillier = Code(number: 1)
        /// An exponent is outside the range that is accepted.
        public static let exponent = Code(number: 2)
        /// A number is not finite.
        public static let notFinite = Code(number: 3)
        /// A number is too large for the key: its integer exceeds `n / 3 − 1`.
        public static let tooLarge = Code(number: 4)
        /// A decrypted number lies between the largest positive and the smallest negative one: a computation overflowed.
        public static let overflow = Code(number: 5)
        /// A decoded number is beyond the finite doubles.
        public static let beyondDouble = Code(number: 6)
        /// A request does not have one number for each column.
        public static let columnCount = Code(number: 7)
        /// A row is none of the contract's: a value is missing, outside its range, or of the wrong kind.
        public static let row = Code(number: 8)
        /// A contract's ranges need scales that the format has no room for.
        public static let ranges = Code(number: 9)
        /// A precision is not a positive finite number.
        public static let precision = Code(number: 10)
        /// A feature's value is not a multiple of the power of 16 that was asked for.
        public static let notMultiple = Code(number: 11)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence, which names the feature where there is one.
    public let description: String
    /// What failed below, for code `paillier`.
    public let cause: PaillierError?

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
        cause = nil
    }

    init(_ cause: RowError) {
        self.init(.row, cause.description)
    }

    init(_ cause: PaillierError) {
        code = .paillier
        description = cause.description
        self.cause = cause
    }
}
