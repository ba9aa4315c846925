// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The inverse link: what the client applies to a decrypted linear predictor to get the prediction.
public enum Link: Hashable, Sendable, CaseIterable {
    /// The linear predictor itself.
    case identity
    /// `1 / (1 + e^(−y))`: the probability of a binary outcome.
    case logistic
    /// `e^y`: a rate or a count.
    case exp
    /// `e^(y_i) / Σ e^(y_j)` over all outputs: the probabilities of several classes.
    case softmax

    /// The link's name in files.
    public var name: String {
        switch self {
        case .identity: "identity"
        case .logistic: "logistic"
        case .exp: "exp"
        case .softmax: "softmax"
        }
    }

    /// The link of a given name, or nothing.
    public init?(name: String) {
        // Bytes, since comparing strings needs Unicode tables that embedded builds lack.
        guard let link = Link.allCases.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = link
    }
}
