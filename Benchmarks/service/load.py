# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The load of Benchmarks/service/run."""

import argparse
import concurrent.futures
import http.client
import os
import pathlib
import platform
import tempfile
import threading
import time

from running import PROTOBUF, Place, Server

HERE = pathlib.Path(__file__).resolve().parent


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def measure(place, server, rows, connections, seconds, run):
    """Latencies of requests, rows a second, latencies of /healthz meanwhile."""
    # A body for each connection, sent again and again under names of its own: each time it is scored anew.
    bodies = [place.request([((number + row) % 101, row % 11) for row in range(rows)]) for number in range(min(connections, 8))]
    is_over, answers, latencies, health = threading.Event(), [], [], []

    def ask(number):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        body, exact = bodies[number % len(bodies)]
        turn = 0
        while not is_over.is_set():
            turn += 1
            headers = {
                "Authorization": f"Bearer {place.token}", "Content-Type": PROTOBUF,
                "Idempotency-Key": f"{run}-{rows}-{connections}-{number}-{turn}",
            }  # fmt: skip
            started = time.monotonic()
            connection.request("POST", "/v1/models/risk/score", body, headers)
            response = connection.getresponse()
            answer = response.read()
            latencies.append(time.monotonic() - started)
            if response.status != 200:
                raise SystemExit(f"a request was answered {response.status}: {answer}")
            answers.append((answer, exact))
        connection.close()

    def watch():
        while not is_over.is_set():
            started = time.monotonic()
            status, _, _ = server.send("GET", "/healthz")
            health.append(time.monotonic() - started)
            if status != 200:
                raise SystemExit(f"/healthz was answered {status}")
            time.sleep(0.02)

    with concurrent.futures.ThreadPoolExecutor(connections + 1) as pool:
        futures = [pool.submit(ask, number) for number in range(connections)] + [pool.submit(watch)]
        started = time.monotonic()
        time.sleep(seconds)
        is_over.set()
        for future in futures:
            future.result()
        elapsed = time.monotonic() - started
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        decrypted = pool.map(place.predictions, [answer for answer, _ in answers])
    for found, (_, exact) in zip(decrypted, answers, strict=True):
        if len(found) != len(exact) or any(abs(a - b) > 0.02 for a, b in zip(found, exact)):
            raise SystemExit("a prediction is wrong")
    return latencies, len(answers) * rows / elapsed, health


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cores", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--quick", action="store_true", help="one second each, and nothing is written")
    options = parser.parse_args()
    seconds = 1 if options.quick else options.seconds
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder, 10**12)
        server = Server(place, "--queue", 1000, "--connections-per-address", 200)
        os.sched_setaffinity(server.process.pid, set(range(options.cores)))
        for task in os.listdir(f"/proc/{server.process.pid}/task"):
            os.sched_setaffinity(int(task), set(range(options.cores)))
        server.register()
        measure(place, server, 1, 1, 3 if not options.quick else 0.2, "warm")
        for rows in (1, 10_000):
            for connections in (1, 8, 64):
                latencies, rate, health = measure(place, server, rows, connections, seconds, "run")
                figures = [1000 * percentile(latencies, share) for share in (0.5, 0.95, 0.99)]
                lines.append(
                    f"| {rows:,} | {connections} | {len(latencies)} | " + " | ".join(f"{figure:,.1f}" for figure in figures)
                    + f" | {rate:,.0f} | {1000 * percentile(health, 0.95):.1f} |")
                print(lines[-1], flush=True)
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
        print(f"the server's memory at most: {peak:.0f} MiB", flush=True)
        if server.stop() != 0:
            raise SystemExit("the server did not end well")
    if options.quick:
        return
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    name = HERE / f"results-{options.cores}-cores.md"
    name.write_text(
        f"# A service under load, {options.cores} {'core' if options.cores == 1 else 'cores'}\n\n"
        f"{model}, 2048 bits, 2 features, `Benchmarks/service/run --cores {options.cores}`. The clients and the server share the machine; "
        f"every answer was decrypted and compared. The server took {peak:.0f} MiB of memory at most.\n\n"
        "| rows a request | connections | requests | median ms | 95 % ms | 99 % ms | rows/s | `/healthz` 95 % ms |\n"
        "|---|---|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n")


main()
