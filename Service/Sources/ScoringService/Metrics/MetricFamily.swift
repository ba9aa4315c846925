// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Series of one name that differ in their labels.
///
/// Whoever adds to one takes values of labels from sets that are bounded: templates of routes, methods, statuses, codes; never
/// anything that a client made up, nor an account.
package final class MetricFamily: Sendable {
    /// What the numbers mean.
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// One series.
    struct Series: Sendable {
        /// The value of a counter or gauge; the sum of a histogram.
        var value = 0.0
        /// Observations of a histogram by bucket, the last one beyond all bounds.
        var bucketCounts: [UInt64] = []
    }

    let name: String
    let help: String
    let kind: Kind
    let labels: [String]
    let bucketBounds: [Double]
    private let values = Mutex<[[String]: Series]>([:])

    init(_ name: String, _ help: String, _ kind: Kind, labels: [String], bucketBounds: [Double] = []) {
        (self.name, self.help, self.kind, self.labels, self.bucketBounds) = (name, help, kind, labels, bucketBounds)
        // Without labels there is one series, which is there from the beginning, at 0.
        if labels.isEmpty { values.withLock { $0[[]] = emptySeries } }
    }

    /// Adds to a counter.
    ///
    /// - Parameters:
    ///   - amount: How much.
    ///   - values: One value for each label.
    package func add(_ amount: Double = 1, _ values: String...) {
        update(values) { $0.value += amount }
    }

    /// Adds an observation to a histogram.
    ///
    /// - Parameters:
    ///   - observation: What was observed.
    ///   - values: One value for each label.
    package func observe(_ observation: Double, _ values: String...) {
        let bucket = bucketBounds.firstIndex { observation <= $0 } ?? bucketBounds.count
        update(values) { series in
            series.value += observation
            series.bucketCounts[bucket] += 1
        }
    }

    /// All series, in the order of their labels.
    var series: [(values: [String], series: Series)] {
        values.withLock { $0.map { ($0.key, $0.value) } }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }

    private var emptySeries: Series {
        Series(bucketCounts: kind == .histogram ? Array(repeating: 0, count: bucketBounds.count + 1) : [])
    }

    private func update(_ labelValues: [String], _ body: (inout Series) -> Void) {
        precondition(labelValues.count == labels.count, "\(name) has the labels \(labels)")
        values.withLock { body(&$0[labelValues, default: emptySeries]) }
    }
}
