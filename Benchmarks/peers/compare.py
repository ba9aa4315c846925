#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The comparison behind Benchmarks/peers/run, which gives the path of BlindScore's side first."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time

import gmpy2

import lines
import report

HERE = pathlib.Path(__file__).resolve().parent
MOST_FEATURE = 10.0
ACCURACY = 1e-6
MOST_ROUNDS = 50


class Side:
    """A process of its own, on the cores of its parent."""

    def __init__(self, command):
        self.command = command
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, text=True)

    def ask(self, task):
        print(json.dumps(task), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            self.said.seek(0)
            sys.exit(f"{' '.join(map(str, self.command))} stopped\n{self.said.read()[-2000:]}")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Anchor:
    """One power by GMP with a modulus of 2048 bits and an exponent of 1024: half of a decryption."""

    def __init__(self, clock):
        self.clock = clock
        generator = random.Random(1)
        self.base, self.exponent = generator.getrandbits(2047), generator.getrandbits(1023) | 1 << 1023
        self.modulus = generator.getrandbits(2047) | 1 << 2047 | 1

    def seconds(self):
        def once():
            start = self.clock()
            gmpy2.powmod(self.base, self.exponent, self.modulus)
            return self.clock() - start

        return statistics.median(once() for _ in range(5))

    def many(self, _=None):
        """The time of so many that starting them does not count."""
        start = time.perf_counter()
        for _ in range(200):
            gmpy2.powmod(self.base, self.exponent, self.modulus)
        return time.perf_counter() - start

    def scaling(self, count):
        """How much `count` processes at once do, over what one does."""
        with concurrent.futures.ProcessPoolExecutor(count) as pool:
            return statistics.median(
                count * pool.submit(self.many).result() / max(pool.map(self.many, range(count))) for _ in range(5))


class Job:
    """A model of `count` features and rows for it, the same for all."""

    def __init__(self, count):
        generator = random.Random(count)
        self.weights = [generator.uniform(-2, 2) for _ in range(count)]
        self.intercept = generator.uniform(-10, 10)
        self.generator = generator

    def setup(self, bits, options):
        ends = [sum(end(0, w * MOST_FEATURE) for w in self.weights) + self.intercept for end in (min, max)]
        return {"bits": bits, "weights": self.weights, "intercept": self.intercept, "featureMaximum": MOST_FEATURE,
                "minimum": ends[0], "maximum": ends[1], "accuracy": ACCURACY} | options

    def rows(self, count):
        return [[self.generator.uniform(0, MOST_FEATURE) for _ in self.weights] for _ in range(count)]

    def errors(self, rows, answers):
        if len(answers) < len(rows):
            raise ValueError(f"{len(answers)} answers to {len(rows)} rows")
        return [abs(answer - self.intercept - sum(w * x for w, x in zip(self.weights, row)))
                for row, answer in zip(rows, answers)]


class Measurement:
    """A line under one key size and number of features."""

    def __init__(self, line, side, job, bits, name, is_wall_time):
        self.line, self.side, self.job, self.bits, self.name = line, side, job, bits, name
        self.made = side.ask({"id": name, "setup": job.setup(bits, line.kind.options | {"isWallTime": is_wall_time})})
        self.rounds, self.anchors, self.errors, self.spent = [], [], [], 0.0

    def round(self, anchor):
        rows = self.job.rows(self.line.rows)
        self.anchors.append(anchor.seconds())
        start = time.perf_counter()
        result = self.side.ask({"id": self.name, "rows": rows})
        self.spent += time.perf_counter() - start
        error = max(self.job.errors(rows, result.pop("answers")))
        # Fast and wrong would be easy. NaN is wrong, too.
        if not error <= self.made["maximumError"]:
            sys.exit(f"{self.line.kind.name}: wrong by {error}, at most {self.made['maximumError']} is right")
        self.rounds.append(result)
        self.errors.append(error)

    def result(self):
        """Medians; of three rounds and more the first does not count, in which caches and threads are made."""
        first = 1 if len(self.rounds) >= 3 else 0
        rounds, anchors = self.rounds[first:], self.anchors[first:]
        count = self.line.rows
        for part in rounds:
            part["total"] = part["encrypt"] + part["score"] + part["decrypt"]
        phases = ("encrypt", "score", "decrypt", "total")
        return {
            "name": self.line.kind.name, "scheme": self.line.kind.scheme, "rows": count, "rounds": len(rounds),
            "millisecondsPerRow": {p: 1e3 * statistics.median(r[p] for r in rounds) / count for p in phases},
            "anchorsPerRow": {
                p: statistics.median(r[p] / a for r, a in zip(rounds, anchors)) / count for p in phases},
            "anchorMilliseconds": 1e3 * statistics.median(anchors),
            "bytesUpPerRow": statistics.median(r["up"] for r in rounds) / count,
            "bytesDownPerRow": statistics.median(r["down"] for r in rounds) / count,
            "oneTimeBytes": self.made["oneTimeBytes"], "largestError": max(self.errors),
            "kernel": self.made.get("kernel", self.line.kind.kernel),
        }


class Comparison:
    def __init__(self, our_side, chosen, budget):
        self.our_side, self.lines, self.budget = our_side, chosen, budget
        self.groups, self.key_generation = [], {}

    def sides(self):
        """Starts what is asked for when it is asked for first."""
        started = {}

        def side(kind):
            if kind.side not in started:
                command = [sys.executable, HERE / "worker.py", *kind.side] if kind.side else [self.our_side]
                started[kind.side] = Side(command)
            return started[kind.side]

        return started, side

    def run(self, cores, cases):
        """All cases, pairs of key size and number of features, on the given cores."""
        os.sched_setaffinity(0, set(cores))
        # On one core the processor's time, in which others that want it have no part; on two that would tell nothing.
        is_wall_time = len(cores) > 1
        anchor = Anchor(time.perf_counter if is_wall_time else time.process_time)
        started, side = self.sides()
        for bits, features in cases:
            job = Job(features)
            measurements = []
            for line in self.lines:
                if len(cores) in line.cores and features <= line.most_features:
                    name = f"{line.kind.name} {line.rows} {bits} {features}"
                    measurement = Measurement(line, side(line.kind), job, bits, name, is_wall_time)
                    measurements.append(measurement)
                    if seconds := measurement.made.get("keyGeneration"):
                        self.key_generation.setdefault(f"{line.kind.name}, {bits} bits", []).append(seconds)
            while waiting := [m for m in measurements
                              if not m.rounds or m.spent < self.budget and len(m.rounds) < MOST_ROUNDS]:
                for measurement in waiting:
                    measurement.round(anchor)
            group = {"cores": len(cores), "bits": bits, "features": features,
                     "lines": [measurement.result() for measurement in measurements]}
            if len(cores) > 1:
                group["anchorScaling"] = anchor.scaling(len(cores))
            self.groups.append(group)
            print(report.table(group, self.groups), flush=True)
        for process in started.values():
            process.close()


def compare_keys(our_side, count, sizes):
    """Means of the time that a key takes, with its proof where there is one; in turn, on one core."""
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-1:]))
    ours, phe = Side([our_side]), Side([sys.executable, HERE / "worker.py", *lines.PHE.side])
    for bits in sizes:
        # The first of each makes what later ones find.
        times = {side: [side.ask({"id": "key", "keyBits": bits})["keyGeneration"]] for side in (ours, phe)}
        for _ in range(count):
            for side in times:
                made = side.ask({"id": "key", "keyBits": bits})
                times[side].append(made["keyGeneration"])
                kernel = made.get("kernel", "") if side is ours else kernel
        own, other = (times[side][1:] for side in (ours, phe))
        means = [1e3 * statistics.mean(some) for some in (own, other)]
        errors = [statistics.stdev(some) / statistics.mean(some) / count**0.5 for some in (own, other)]
        print(f"{bits} bits, {count} keys each, milliseconds, mean (median): BlindScore ({kernel}), structured primes and proof, "
              f"{means[0]:.1f} ({1e3 * statistics.median(own):.1f}); phe {means[1]:.1f} ({1e3 * statistics.median(other):.1f}); "
              f"ratio of the means {means[0] / means[1]:.2f} ± {means[0] / means[1] * sum(e * e for e in errors)**0.5:.2f}", flush=True)
    for side in (ours, phe):
        side.close()


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round beside phe, to see that it works; writes nothing")
    parser.add_argument("--minutes", type=float, default=10, help="about how long the rounds take together")
    parser.add_argument("--bits", type=int, nargs="+", default=[2048, 3072])
    parser.add_argument("--features", type=int, nargs="+", default=[4, 10, 100])
    parser.add_argument("--only", nargs="+", metavar="NAME", help="lines whose name begins so")
    parser.add_argument("--keys", type=int, metavar="COUNT",
                        help="only the time of so many keys, at least 2, beside phe's; writes nothing")
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results")
    parser.add_argument("our_side", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.keys:
        compare_keys(arguments.our_side, max(2, arguments.keys), arguments.bits)
        return 0
    chosen = [line for line in lines.LINES
              if not arguments.only or any(line.kind.name.startswith(name) for name in arguments.only)]
    cases = [(bits, features) for bits in arguments.bits for features in arguments.features]
    # The second core is looked at with ten features.
    two = [(bits, features) for bits, features in cases if features == 10]
    if arguments.quick:
        cases, two = [(2048, 4)], []
        chosen = [lines.Line(lines.OURS_FRESH), lines.Line(lines.PHE)]
    available = sorted(os.sched_getaffinity(0))
    if len(available) < 2:
        two = []
    count = sum(1 in line.cores and features <= line.most_features for line in chosen for _, features in cases)
    count += sum(2 in line.cores for line in chosen for _ in two)
    if not count:
        sys.exit("nothing to compare")
    comparison = Comparison(arguments.our_side, chosen, 0 if arguments.quick else arguments.minutes * 60 / count)
    comparison.run(available[-1:], cases)
    if two:
        comparison.run(available[-2:], two)
    if arguments.quick:
        return 0
    results = {
        "processor": processor(), "python": platform.python_version(), "gmp": gmpy2.mp_version().split()[-1],
        "keyGenerationSeconds": comparison.key_generation, "groups": comparison.groups,
    }
    report.write(arguments.output, results)
    print(f"written to {arguments.output}")
    return 0


sys.exit(main())
