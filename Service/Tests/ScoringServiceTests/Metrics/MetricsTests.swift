// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ScoringService
import Testing

@Suite("Metrics")
struct MetricsTests {
    @Test("Prometheus' text format")
    func text() {
        let registry = MetricsRegistry()
        let plain = registry.counter("plain_total", "A counter\nwith a \\ and \"quotes\".")
        let labelled = registry.counter("labelled_total", "Labels.", labels: ["a", "b"])
        let durations = registry.histogram("seconds", "A histogram.", labels: ["route"], bucketBounds: [0.5, 1])
        registry.gauge("depth", "A gauge.") { 1.5 }
        registry.gauge("fill", "Gauges.", labels: ["store"]) { [(["x"], -1), (["y"], .infinity), (["z"], .nan)] }
        #expect(registry.text().contains("plain_total 0\n"))
        plain.add()
        plain.add(2)
        labelled.add(1, "z", "quote \" backslash \\ line\n")
        labelled.add(1e20, "a", "")
        for seconds in [0.25, 0.5, 0.75, 7] { durations.observe(seconds, "/") }
        #expect(
            registry.text() == #"""
                # HELP plain_total A counter\nwith a \\ and "quotes".
                # TYPE plain_total counter
                plain_total 3
                # HELP labelled_total Labels.
                # TYPE labelled_total counter
                labelled_total{a="a",b=""} 1e+20
                labelled_total{a="z",b="quote \" backslash \\ line\n"} 1
                # HELP seconds A histogram.
                # TYPE seconds histogram
                seconds_bucket{route="/",le="0.5"} 2
                seconds_bucket{route="/",le="1"} 3
                seconds_bucket{route="/",le="+Inf"} 4
                seconds_sum{route="/"} 8.5
                seconds_count{route="/"} 4
                # HELP depth A gauge.
                # TYPE depth gauge
                depth 1.5
                # HELP fill Gauges.
                # TYPE fill gauge
                fill{store="x"} -1
                fill{store="y"} +Inf
                fill{store="z"} NaN

                """#)
    }

    @Test("many threads lose no count")
    func threads() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("total", "A counter.", labels: ["l"])
        await withTaskGroup { group in
            for task in 0..<8 { group.addTask { for _ in 0..<1000 { counter.add(1, "\(task % 2)") } } }
        }
        #expect(registry.text().hasSuffix("total{l=\"0\"} 4000\ntotal{l=\"1\"} 4000\n"))
    }

    @Test("requests are counted by what is bounded: no path, no invented method, no account")
    func requests() async throws {
        let metrics = ServiceMetrics()
        var harness = RouterHarness { router in
            router.post("/score/{name}") { _, context in
                context.record.update {
                    $0.accountID = "secret-account"
                    $0.rowCount = 10
                    $0.ciphertextCount = 30
                }
                return "answer"
            }
        }
        harness.observers = [{ metrics.count($0) }]
        try await harness.run { client in
            for _ in 0..<2 { try await client.execute(uri: "/score/secret-name", method: .post) }
            let invented = try #require(HTTPRequest.Method("SECRET"))
            try await client.execute(uri: "/score/a", method: invented)
            try await client.execute(uri: "/secret", method: .get)
        }
        let text = metrics.registry.text()
        for line in [
            #"blindscore_http_requests_total{route="/score/{name}",method="POST",status="200"} 2"#,
            #"blindscore_http_requests_total{route="/score/{name}",method="other",status="405"} 1"#,
            #"blindscore_http_requests_total{route="unmatched",method="GET",status="404"} 1"#,
            #"blindscore_http_request_duration_seconds_count{route="/score/{name}"} 3"#,
            #"blindscore_refusals_total{code="method-not-allowed"} 1"#,
            #"blindscore_refusals_total{code="not-found"} 1"#,
            "blindscore_rows_total 20", "blindscore_ciphertexts_total 60",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        #expect(!text.lowercased().contains("secret"))
    }

    @Test("models, the room for answers and the version are there, accounts are not")
    func gauges() async throws {
        let fixture = try await ServiceFixture()
        let request = try StateFixture.request("a", rows: 1, model: "risk", account: fixture.account.id)
        _ = try await fixture.state.answer(request) {
            ReleasedAnswer(body: Array(repeating: 0, count: 700), contentType: "x", receipt: [1, 2])
        }
        let text = fixture.dependencies.metrics.registry.text()
        for line in [
            "blindscore_models 1", "blindscore_info{version=\"\(ScoringService.version)\"} 1",
            "blindscore_answer_storage_bytes 702", "blindscore_answer_storage_limit_bytes 4294967296",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        #expect(!text.contains("clinic"))
        try fixture.state.close()
        #expect(!fixture.dependencies.metrics.registry.text().contains("\nblindscore_answer_storage_bytes "))
    }

    @Test("a listener of its own answers /metrics and nothing else")
    func listener() async throws {
        let registry = MetricsRegistry()
        registry.gauge("up", "Always 1.") { 1 }
        let application = Application(router: ServiceRouter.metrics(of: registry))
        try await application.test(.router) { client in
            let response = try await client.execute(uri: "/metrics", method: .get)
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(String(buffer: response.body) == "# HELP up Always 1.\n# TYPE up gauge\nup 1\n")
            #expect(try await client.execute(uri: "/metrics", method: .post).status == .methodNotAllowed)
            #expect(try await client.execute(uri: "/", method: .get).status == .notFound)
        }
    }
}
