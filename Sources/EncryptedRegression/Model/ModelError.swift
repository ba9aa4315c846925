// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a model was refused; meant for the model's owner, since the sentence may tell the range that the model needs.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// There is not one intercept for each output, or not one coefficient for each output and column.
        public static let count = Code(number: 1)
        /// An intercept or a coefficient is not a finite number.
        public static let notFinite = Code(number: 2)
        /// An output reaches values outside its declared range and the contract's headroom around it.
        public static let outsideRange = Code(number: 3)
        /// No usable range follows from the coefficients.
        public static let noRange = Code(number: 4)
        /// A feature's range is not finite, is empty, or is too narrow for the size of its ends; or its levels are not a contract's.
        public static let featureRange = Code(number: 5)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence, which names the output or the feature.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
