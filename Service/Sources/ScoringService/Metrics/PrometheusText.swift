// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Prometheus' text format 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    mutating func begin(_ family: MetricFamily) {
        text += "# HELP \(family.name) \(Self.escaped(family.help, quotes: false))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
    }

    mutating func add(_ family: MetricFamily, _ values: [String], _ number: Double) {
        line(family.name, Array(zip(family.labels, values)), Self.number(number))
    }

    mutating func add(_ family: MetricFamily, _ values: [String], _ series: MetricFamily.Series) {
        let labels = Array(zip(family.labels, values))
        guard family.kind == .histogram else { return line(family.name, labels, Self.number(series.value)) }
        var count: UInt64 = 0
        for (bound, bucketCount) in zip(family.bucketBounds + [.infinity], series.bucketCounts) {
            count += bucketCount
            line(family.name + "_bucket", labels + [("le", Self.number(bound))], String(count))
        }
        line(family.name + "_sum", labels, Self.number(series.value))
        line(family.name + "_count", labels, String(count))
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ number: String) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",") + "}"
        }
        text += " \(number)\n"
    }

    /// A number as Go reads it, whole ones without a decimal point.
    private static func number(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: number).map(String.init) ?? number.description
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
