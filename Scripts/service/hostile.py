# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Clients that take what they can get."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time

from running import Place, Server, close_to, code, expect


def hostile(folder):
    """A thousand hostile clients are connected: honest ones get their scores within 2 s, all of them."""
    place = Place(folder, 1_000_000)
    body, exact = place.request([(50, 5)])
    server = Server(place, "--connections", 2000)
    server.register()
    command = [sys.executable, "-B", pathlib.Path(__file__).with_name("crowd.py"), str(server.port), place.token]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
        expect(crowd.stdout.readline() == "connected\n", "the hostile clients did not connect")
        deadline = time.monotonic() + 15

        def ask(number):
            times = []
            while time.monotonic() < deadline:
                started = time.monotonic()
                status, _, answer = server.score(body, f"{number}-{len(times)}", timeout=20)
                times.append(time.monotonic() - started)
                expect(status == 200, f"an honest request was answered {status}: {answer}")
            return times, answer

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(ask, range(2)))
        opened, made = server.open_files(), int(crowd.communicate("\n")[0])
    times = sorted(time for times, _ in results for time in times)
    expect(opened > 1000, f"only {opened} hostile clients were connected in the end")
    expect(times[-1] < 2, f"an honest request took {times[-1]:.1f} s")
    expect(all(close_to(place.predictions(answer), exact) for _, answer in results), "a prediction is wrong")
    expect(server.stop() == 0, "the server did not end well")
    return f"{len(times)} honest requests, the slowest {1000 * times[-1]:.0f} ms, beside {made} hostile connections"


def memory(folder):
    """JSON takes many times its text while it is read: as many documents are in memory as there are cores."""
    place = Place(folder, 1)
    server = Server(place)
    body = b"[" + b"[[[[[[0]]]]]]," * 290_000 + b"0]"
    fields = {"Content-Type": "application/json"}
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: server.send("POST", "/v1/models/risk/score", body, fields), range(16)))
    refusals = {(status, code(answer)) for status, _, answer in answers}
    expect(refusals == {(422, "invalid-request")}, f"an array was answered {refusals}")
    peak, allowed = server.peak_memory() >> 20, 200 + 160 * os.cpu_count()
    expect(peak < allowed, f"{peak} MiB of memory at the most, {allowed} were expected")
    expect(server.stop() == 0, "the server did not end well")
    return f"{len(answers)} documents of two million values at once: {peak} MiB at the most"
