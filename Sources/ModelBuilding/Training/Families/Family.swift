// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Foundation

/// A distribution of the target with the link that goes with it (McCullagh and Nelder 1989, "Generalized Linear Models",
/// chapter 2).
public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Any numbers; the prediction is the linear predictor.
    case gaussian
    /// 0 or 1; the prediction is the probability of 1, the logistic function of the linear predictor.
    case binomial
    /// Counts or rates, not negative; the prediction is the mean, the exponential of the linear predictor.
    case poisson
    /// Positive amounts; likewise.
    case gamma

    /// What turns the linear predictor into the prediction.
    public var link: Link {
        switch self {
        case .gaussian: .identity
        case .binomial: .logistic
        case .poisson, .gamma: .exp
        }
    }

    /// Whether a finite number may be a target.
    public func contains(_ target: Double) -> Bool {
        switch self {
        case .gaussian: true
        case .binomial: target == 0 || target == 1
        case .poisson: target >= 0
        case .gamma: target > 0
        }
    }

    /// Which targets there may be, for messages.
    public var targets: String {
        switch self {
        case .gaussian: "finite numbers"
        case .binomial: "0 and 1"
        case .poisson: "numbers that are not negative"
        case .gamma: "positive numbers"
        }
    }

    /// The prediction for a linear predictor.
    func mean(_ predictor: Double) -> Double {
        switch self {
        case .gaussian: predictor
        case .binomial: 1 / (1 + exp(-predictor))
        case .poisson, .gamma: exp(predictor)
        }
    }

    /// The linear predictor of a mean.
    func predictor(_ mean: Double) -> Double {
        switch self {
        case .gaussian: mean
        case .binomial: log(mean) - log1p(-mean)
        case .poisson, .gamma: log(mean)
        }
    }

    /// Half of the unit deviance of a target from a linear predictor: 0 where the mean is the target.
    func halfDeviance(_ target: Double, _ predictor: Double) -> Double {
        switch self {
        case .gaussian: return (target - predictor) * (target - predictor) / 2
        case .binomial:
            // ln(1 + e^∓η), without overflow.
            let margin = target == 1 ? predictor : -predictor
            return max(-margin, 0) + log1p(exp(-margin.magnitude))
        case .poisson:
            let mean = exp(predictor)
            return target == 0 ? mean : target * (log(target) - predictor) - (target - mean)
        case .gamma:
            // r − 1 − ln r for r = y/μ.
            let excess = log(target) - predictor
            return expm1(excess) - excess
        }
    }

    /// The derivative of minus ``halfDeviance(_:_:)`` by the linear predictor, and its second derivative with the sign
    /// reversed, which is positive.
    func slope(_ target: Double, _ predictor: Double) -> (score: Double, curvature: Double) {
        switch self {
        case .gaussian: return (target - predictor, 1)
        case .binomial:
            // The smaller of p and 1 − p, without cancellation.
            let tail = exp(-predictor.magnitude)
            let (small, large) = (tail / (1 + tail), 1 / (1 + tail))
            let score = target == 1 ? (predictor < 0 ? large : small) : (predictor < 0 ? -small : -large)
            return (score, small * large)
        case .poisson:
            let mean = exp(predictor)
            return (target - mean, mean)
        case .gamma:
            let excess = log(target) - predictor
            return (expm1(excess), exp(excess))
        }
    }

    /// The expectation of the curvature where the linear predictor is right: Fisher's information.
    func information(_ predictor: Double) -> Double {
        switch self {
        case .gaussian, .gamma: 1
        case .binomial, .poisson: slope(0, predictor).curvature
        }
    }

    /// The direction in which the predictor of a row may go to infinity while the fit gets ever better: 1, −1, or 0 for none.
    func escape(_ target: Double) -> Double {
        switch self {
        case .gaussian, .gamma: 0
        case .binomial: target == 1 ? 1 : -1
        case .poisson: target == 0 ? -1 : 0
        }
    }
}
