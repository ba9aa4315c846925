// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import ModularArithmetic
import Paillier
import TestSupport
import Workloads

let benchmarks: @Sendable () -> Void = {
    unsafe Benchmark.defaultConfiguration = .init(metrics: [.wallClock, .peakMemoryResident], maxDuration: .seconds(2))
    for workload in Workload.all {
        Benchmark(workload.count == 1 ? workload.name : "\(workload.name), \(workload.count)") { benchmark in
            let run = try workload.prepared(on: StandardKernel.shared)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { try run() }
        }
    }
    // Each key from other random numbers, the same ones in every run of the program.
    Benchmark("owner: generation of a key", configuration: .init(maxDuration: .seconds(20))) { benchmark in
        var source = SeededGenerator(seed: UInt64(benchmark.currentIteration))
        for _ in benchmark.scaledIterations { blackHole(PrivateKey.generate(size: .bits2048, using: &source)) }
    }
    for step in Exchange.Step.allCases {
        Benchmark(
            "pipeline: \(step.rawValue), \(Exchange.rowCount) rows", configuration: .init(maxDuration: .seconds(10))
        ) {
            benchmark in
            let exchange = try Exchange.shared.get()
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { try exchange.run(step) }
        }
    }
}
