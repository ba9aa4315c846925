// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A feature of the synthetic relapse-risk data: its scale, how it is drawn, and its weight in the true model.
public struct RelapseRiskVariable: Hashable, Sendable {
    /// The column's name.
    public let name: String
    /// The unit of its values.
    public let unit: String
    /// What it measures.
    public let description: String
    /// The smallest value of the scale.
    public let minimum: Double
    /// The largest value of the scale.
    public let maximum: Double
    /// The change of the true risk, in percentage points, per unit.
    public let weight: Double

    /// The correlation of the variable's normal score with the severity that all variables share.
    let loading: Double
    /// `center + spread · score`, squared if it is skewed (negative numbers first becoming 0), gives the value.
    let center: Double
    let spread: Double
    let isSkewed: Bool
    /// The number of steps in a unit: values are rounded to multiples of `1 / stepsPerUnit`.
    let stepsPerUnit: Double

    /// The value for a patient of the given severity, on the variable's scale and grid.
    ///
    /// - Parameters:
    ///   - severity: A standard normal number, shared by the patient's variables.
    ///   - deviation: Another one, the variable's own.
    /// - Returns: The value.
    func value(severity: Double, deviation: Double) -> Double {
        let score = loading * severity + (1 - loading * loading).squareRoot() * deviation
        var value = center + spread * score
        if isSkewed { value = value < 0 ? 0 : value * value }
        value = value < minimum ? minimum : value > maximum ? maximum : value
        return (value * stepsPerUnit).rounded() / stepsPerUnit
    }
}

extension RelapseRiskVariable {
    /// The ten features, in the order of the columns.
    public static let all: [RelapseRiskVariable] = [
        RelapseRiskVariable(
            name: "age", unit: "years", description: "age",
            minimum: 18, maximum: 90, weight: -0.05,
            loading: 0, center: 46, spread: 15, isSkewed: false, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "phq9", unit: "points", description: "depression: Patient Health Questionnaire, 9 items",
            minimum: 0, maximum: 27, weight: 1.1,
            loading: 0.85, center: 10, spread: 5.5, isSkewed: false, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "gad7", unit: "points", description: "anxiety: Generalized Anxiety Disorder scale, 7 items",
            minimum: 0, maximum: 21, weight: 0.6,
            loading: 0.75, center: 8, spread: 4.8, isSkewed: false, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "sleep_hours", unit: "hours", description: "sleep per night, mean of the last two weeks",
            minimum: 2, maximum: 12, weight: -1.5,
            loading: -0.5, center: 6.8, spread: 1.3, isSkewed: false, stepsPerUnit: 10),
        RelapseRiskVariable(
            name: "prior_episodes", unit: "episodes", description: "earlier episodes of the illness",
            minimum: 0, maximum: 20, weight: 1.2,
            loading: 0.4, center: 1.3, spread: 0.7, isSkewed: true, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "medication_adherence", unit: "%", description: "prescribed doses taken in the last month",
            minimum: 0, maximum: 100, weight: -0.15,
            loading: -0.3, center: 78, spread: 18, isSkewed: false, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "social_support", unit: "points",
            description: "Multidimensional Scale of Perceived Social Support, mean of 12 items",
            minimum: 1, maximum: 7, weight: -1.2,
            loading: -0.45, center: 5, spread: 1.1, isSkewed: false, stepsPerUnit: 10),
        RelapseRiskVariable(
            name: "audit_c", unit: "points", description: "alcohol: Alcohol Use Disorders Identification Test, 3 items",
            minimum: 0, maximum: 12, weight: 0.5,
            loading: 0.25, center: 1.8, spread: 0.7, isSkewed: true, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "activity_minutes", unit: "minutes per week", description: "moderate or vigorous physical activity",
            minimum: 0, maximum: 1_200, weight: -0.008,
            loading: -0.35, center: 11, spread: 4.5, isSkewed: true, stepsPerUnit: 1),
        RelapseRiskVariable(
            name: "months_in_remission", unit: "months", description: "time since the last episode ended",
            minimum: 0, maximum: 120, weight: -0.12,
            loading: -0.35, center: 4.2, spread: 1.8, isSkewed: true, stepsPerUnit: 1),
    ]
}
