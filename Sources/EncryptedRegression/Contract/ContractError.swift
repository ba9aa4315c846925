// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a contract was refused; contracts are public, so the sentence may quote names.
public struct ContractError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// The contract, a feature or an output has no name.
        public static let emptyName = Code(number: 1)
        /// Two features, or two outputs, have the same name.
        public static let duplicateName = Code(number: 2)
        /// The version is below 1.
        public static let version = Code(number: 3)
        /// The accuracy does not distinguish 2 to 10^9 steps.
        public static let accuracy = Code(number: 4)
        /// There are not 1 to 4,096 features, or more than 4,096 columns.
        public static let featureCount = Code(number: 5)
        /// There are not 1 to 256 outputs.
        public static let outputCount = Code(number: 6)
        /// A range is not finite, is empty, or is too narrow for the size of its ends.
        public static let range = Code(number: 7)
        /// Some outputs have the softmax link and some another one.
        public static let mixedLinks = Code(number: 8)
        /// The headroom is not from 0 to 30, or too large for the accuracy.
        public static let headroom = Code(number: 9)
        /// A categorical feature does not have 2 to 64 distinct levels of 1 to 256 bytes without control characters.
        public static let levels = Code(number: 10)
        /// What stands for missing values is none of the feature's values.
        public static let ifMissing = Code(number: 11)
        /// What should be a contract's id does not have 32 bytes.
        public static let identifier = Code(number: 12)
        /// The name of the model, a feature or an output begins as a formula does, which a spreadsheet would run.
        public static let formula = Code(number: 13)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence, which names the feature, the output or the field.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    static func formula(of kind: String, _ name: String) -> ContractError {
        ContractError(
            .formula,
            "the name of \(kind) “\(name)” begins as a formula does (=, +, -, @, tab or carriage return), which a spreadsheet would run"
        )
    }
}
