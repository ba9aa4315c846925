// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Metrics, and the text in which Prometheus reads them (format 0.0.4).
package final class MetricsRegistry: Sendable {
    /// Numbers that are asked for when they are wanted: values of labels, and the number that goes with them.
    package typealias Readings = @Sendable () -> [(values: [String], number: Double)]

    private struct Entry: Sendable {
        let family: MetricFamily
        let readings: Readings?
    }

    private let entries = Mutex<[Entry]>([])

    /// The type of ``text()``.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A registry of nothing.
    package init() {}

    /// A number that grows.
    package func counter(_ name: String, _ help: String, labels: [String] = []) -> MetricFamily {
        add(Entry(family: MetricFamily(name, help, .counter, labels: labels), readings: nil))
    }

    /// How observations are distributed over ranges with ascending upper bounds.
    package func histogram(
        _ name: String, _ help: String, labels: [String] = [], bucketBounds: [Double]
    ) -> MetricFamily {
        add(
            Entry(
                family: MetricFamily(name, help, .histogram, labels: labels, bucketBounds: bucketBounds), readings: nil)
        )
    }

    /// Numbers that go up and down, asked of their owner.
    package func gauge(_ name: String, _ help: String, labels: [String] = [], readings: @escaping Readings) {
        _ = add(Entry(family: MetricFamily(name, help, .gauge, labels: labels), readings: readings))
    }

    /// A number that goes up and down, asked of its owner.
    package func gauge(_ name: String, _ help: String, reading: @escaping @Sendable () -> Double) {
        gauge(name, help) { [(values: [], number: reading())] }
    }

    /// Everything in Prometheus' text format.
    package func text() -> String {
        var text = PrometheusText()
        for entry in entries.withLock({ $0 }) {
            text.begin(entry.family)
            if let readings = entry.readings {
                for (values, number) in readings() { text.add(entry.family, values, number) }
            } else {
                for (values, series) in entry.family.series { text.add(entry.family, values, series) }
            }
        }
        return text.text
    }

    private func add(_ entry: Entry) -> MetricFamily {
        entries.withLock { entries in
            precondition(
                !entries.contains { $0.family.name == entry.family.name }, "\(entry.family.name) is there already")
            entries.append(entry)
        }
        return entry.family
    }
}
