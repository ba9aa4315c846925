// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import TestSupport
import Workloads

/// Runs workloads for Scripts/check-counts.
///
///     CountedWork            prints each workload's name, what is counted and how many, with tabs between
///     CountedWork NAME       runs one on the portable kernel, for Valgrind's callgrind to count what happens in `measured`
@main
struct CountedWork {
    static func main() throws {
        let names = CommandLine.arguments.dropFirst()
        for name in names {
            guard let workload = Workload.all.first(where: { $0.name == name }) else { fatalError("no \(name)") }
            try measured(workload.prepared(on: ScalarKernel.portable))
        }
        guard names.isEmpty else { return }
        for workload in Workload.all {
            let counting = CountingKernel()
            let run = try workload.prepared(on: counting.kernel)
            for (kind, count) in try counting.kinds(of: run) { print(workload.name, kind, count, separator: "\t") }
        }
    }

    /// A name that callgrind finds.
    @inline(never)
    static func measured(_ run: Workload.Run) throws {
        try run()
    }
}
