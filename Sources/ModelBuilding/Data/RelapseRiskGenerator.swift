// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Makes the synthetic relapse-risk table row by row: invented patients, so that nobody's data is needed to try things out.
///
/// A patient has a *severity*, a standard normal number that correlates the features, and each feature has a deviation of its
/// own; ``RelapseRiskVariable`` says how the two become a value on the feature's scale. The target is the true model
///
///     relapse_risk = 53 + Σ weight · feature + noise
///
/// in percent, with normal noise of deviation 6, limited to 0 … 100 and rounded to a tenth. A linear model therefore
/// explains about four fifths of the variance. The coefficients are invented too: they have the signs that the clinical
/// literature would suggest, and no further claim.
///
/// The same seed gives the same rows on every platform: SplitMix64 (Steele, Lea and Flood 2014) and arithmetic that IEEE 754
/// rounds exactly.
public struct RelapseRiskGenerator: Sendable {
    /// The name of the target column.
    public static let target = "relapse_risk"
    /// The target's unit.
    public static let targetUnit = "%"
    /// The true model's risk where every feature is 0.
    public static let intercept = 53.0
    /// The standard deviation of the noise, in percentage points.
    public static let noise = 6.0

    /// The names of the columns: the features, then the target.
    public static var header: [String] { RelapseRiskVariable.all.map(\.name) + [target] }

    private var random: SplitMix64

    /// A generator at its first row.
    ///
    /// - Parameter seed: Any number; different seeds give unrelated tables.
    public init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Makes one row.
    ///
    /// - Returns: The features in the order of ``RelapseRiskVariable/all``, then the target.
    public mutating func nextRow() -> [Double] {
        let severity = random.nextNormal()
        var row: [Double] = []
        var risk = Self.intercept
        for variable in RelapseRiskVariable.all {
            let value = variable.value(severity: severity, deviation: random.nextNormal())
            row.append(value)
            risk += variable.weight * value
        }
        risk += Self.noise * random.nextNormal()
        risk = risk < 0 ? 0 : risk > 100 ? 100 : risk
        row.append((risk * 10).rounded() / 10)
        return row
    }

    /// Makes a table to train a model on.
    ///
    /// - Parameter rowCount: How many rows.
    /// - Returns: The next rows, with the features in the order of ``RelapseRiskVariable/all``.
    /// - Throws: ``TrainingError`` when there are too few rows to train on.
    public mutating func trainingData(rowCount: Int) throws(TrainingError) -> TrainingData {
        let rows = (0..<rowCount).map { _ in nextRow() }
        let names = RelapseRiskVariable.all.map(\.name)
        return try TrainingData(
            featureNames: names, columns: names.indices.map { column in rows.map { $0[column] } },
            targetName: Self.target, target: rows.map { $0[names.count] })
    }
}
