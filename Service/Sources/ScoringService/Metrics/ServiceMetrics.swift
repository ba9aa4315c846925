// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The service's metrics; their names are an interface that dashboards rely on.
package struct ServiceMetrics: Sendable {
    /// Where they are, and more can be added.
    package let registry = MetricsRegistry()
    /// What connections were refused or closed for, below all routes.
    package let connectionRefusals: MetricFamily

    private let refusals: MetricFamily
    private let requests: MetricFamily
    private let durations: MetricFamily
    private let rows: MetricFamily
    private let ciphertexts: MetricFamily

    /// Metrics at zero.
    package init() {
        requests = registry.counter(
            "blindscore_http_requests_total", "Requests by route, method and status.",
            labels: ["route", "method", "status"])
        durations = registry.histogram(
            "blindscore_http_request_duration_seconds", "From a request's header to its answer's last byte.",
            labels: ["route"], bucketBounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120])
        refusals = registry.counter(
            "blindscore_refusals_total", "Requests that ended in a problem, by its code.", labels: ["code"])
        connectionRefusals = registry.counter(
            "blindscore_connection_refusals_total",
            "Connections refused or closed, and requests refused, below all routes.",
            labels: ["reason"])
        rows = registry.counter("blindscore_rows_total", "Rows that were scored.")
        ciphertexts = registry.counter("blindscore_ciphertexts_total", "Ciphertexts that were read for scoring.")
    }

    /// Counts a request.
    package func count(_ request: CompletedRequest) {
        requests.add(1, request.route, Self.label(ofMethod: request.method), String(request.status))
        durations.observe(request.duration / .seconds(1), request.route)
        if let problem = request.record.problem { refusals.add(1, problem) }
        rows.add(Double(request.record.rowCount))
        ciphertexts.add(Double(request.record.ciphertextCount))
    }

    /// Clients may invent methods; those share a label.
    private static func label(ofMethod method: String) -> String {
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].contains(method) ? method : "other"
    }
}
