# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The checks of Scripts/check-service."""

import concurrent.futures
import copy
import csv
import http.client
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time

from fuzzing import fuzz
from hostile import hostile, memory
from process import process
from running import BLINDSCORE, MODEL, SERVER, Place, Server, close_to, code, expect
from tables import predict
from tls import tls


def kill(folder):
    """kill -9 at random moments: whatever was answered stays as it was, and is billed once."""
    place = Place(folder, 10_000)
    requests = [place.request([(age, age / 10)]) for age in range(20)]
    server = Server(place)
    server.register()
    port, jobs = server.port, [(f"{index}-{turn}", index) for turn in range(10) for index in range(len(requests))]
    rng, kills = random.Random(), 0
    deadline = time.monotonic() + 120
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        futures = {name: pool.submit(server.score_until_answered, requests[index][0], name, deadline)
                   for name, index in jobs}  # fmt: skip
        while not all(future.done() for future in futures.values()) and time.monotonic() < deadline:
            time.sleep(rng.uniform(0.02, 0.6))
            server.kill()
            kills += 1
            server.start(port)
            if kills >= 25:
                break
        answers = {name: future.result() for name, future in futures.items()}
    for name, index in jobs:
        status, headers, again = server.score(requests[index][0], name)
        expect(status == 200 and again == answers[name], "an answer is another one when it is asked for again")
        expect(headers["Idempotency-Replayed"] == "true", "an answer was computed twice")
    for index in range(0, len(jobs), 37):
        name, request = jobs[index]
        expect(close_to(place.predictions(answers[name]), requests[request][1]), "a prediction is wrong")
    expect(len(set(answers.values())) == len(jobs), "two requests have one answer")
    ledger = place.ledger()
    expect(len(ledger) == len(jobs), f"{len(ledger)} rows in the ledger for {len(jobs)} answers")
    _, _, limits = server.send("GET", "/v1/limits")
    used = json.loads(limits)["budgets"][0]["used"]
    expect(used == len(jobs), f"{used} billed for {len(jobs)}")
    expect(server.stop() == 0, "the server did not end well")
    return f"{len(jobs)} requests, {kills} kills: {len(ledger)} rows in the ledger, every answer the same afterwards"


def budget(folder):
    """Sixteen clients race for a budget: none of it is spent twice."""
    place = Place(folder, 50)
    body, _ = place.request([(40, 1)])
    server = Server(place)
    server.register()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda number: server.score(body, f"race-{number}"), range(100)))
    statuses = [status for status, _, _ in results]
    refused = {code(answer) for status, _, answer in results if status != 200}
    expect(statuses.count(200) == 50 and refused == {"budget-exhausted"}, f"{statuses} {refused}")
    expect(len(place.ledger()) == 50, "the ledger has another number of rows")
    place.set_budget(51)
    status, _, answer = server.score(body, "one-more")
    expect(status == 200, f"a raised budget is not used: {status} {answer}")
    expect(server.stop() == 0, "the server did not end well")
    return "100 requests for a budget of 50: 50 answered, 50 refused"


def stop(folder):
    """SIGTERM while a request is scored: its answer comes whole, and the process ends."""
    place = Place(folder, 10_000_000)
    body, exact = place.request([(number % 100, number % 10) for number in range(400_000)])
    server = Server(place)
    server.register()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        future = pool.submit(server.score, body)
        time.sleep(0.4)
        expect(not future.done(), "the request is too small to be stopped")
        started = time.monotonic()
        server.process.terminate()
        time.sleep(0.2)
        try:
            status, headers, answer = server.send("GET", "/v1/models")
            expect(status == 503 and headers["Retry-After"], f"a new request was answered {status}")
        except (OSError, http.client.HTTPException):
            pass
        status, _, answer = future.result()
    expect(status == 200 and close_to(place.predictions(answer), exact), "the answer did not come whole")
    expect(server.process.wait(40) == 0, "the server did not end well")
    return f"an answer of {len(answer)} bytes came whole after SIGTERM, the process ended after {time.monotonic() - started:.1f} s"


def reload(folder):
    """SIGHUP under load: versions change between requests, and other weights under an old version do not count."""
    place = Place(folder, 1_000_000)
    body, exact = place.request([(1, 1)])
    server = Server(place)
    server.register()
    is_over, failures = threading.Event(), []

    def ask(number):
        turn = 0
        while not is_over.is_set():
            turn += 1
            status, _, answer = server.score(body, f"{number}-{turn}")
            if status != 200:
                failures.append((status, answer))
        return turn

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(ask, number) for number in range(4)]
        try:
            other = copy.deepcopy(MODEL)
            other["outputs"][0]["coefficients"] = [1, 3]
            for turn in range(5):
                place.write_model(other)
                server.reload()
                time.sleep(0.2)
                place.write_model(MODEL)
                (place.models / "broken.json").write_text("{")
                server.reload()
                time.sleep(0.2)
                second = copy.deepcopy(other)
                second["version"] = 2 + turn
                place.write_model(second, "second.json")
                (place.models / "broken.json").unlink()
                server.reload()
                time.sleep(0.2)
        finally:
            is_over.set()
        turns = sum(future.result() for future in futures)
    expect(not failures, f"requests failed while models changed: {failures[:1]}")
    _, _, models = server.send("GET", "/v1/models")
    versions = [entry["version"] for entry in json.loads(models)["models"][0]["versions"]]
    expect(versions == [1, 6], f"the versions are {versions}")
    expect(close_to(place.predictions(server.score(body)[2]), exact), "the old version has other weights")
    log = server.log_text()
    expect("another model was served as" in log and "broken.json" in log, "the log does not tell of refused files")
    expect(server.stop() == 0, "the server did not end well")
    return f"{turns} requests answered while models changed 15 times"


def quiet(folder):
    """Neither log nor metrics hold anything of a request's content."""
    place = Place(folder, 1000)
    body, _ = place.request([(77, 7)])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(place, "--metrics-port", port)
    server.register()
    answer = server.score(body, "a-name-to-look-for")[2]
    server.score(b"something-to-look-for" * 10)
    server.send("GET", "/v1/models/model-to-look-for/contract?query-to-look-for=1", headers={"X-Odd": "header-to-look-for"})
    server.send("PUT", "/v1/keys/" + "0" * 64, b'{"kty": "to-look-for"}', {"Content-Type": "application/json"})
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/metrics")
    metrics = connection.getresponse().read().decode()
    expect("blindscore_rows_total 1" in metrics, "the metrics do not count rows")
    expect(server.stop() == 0, "the server did not end well")
    text = server.log_text() + metrics
    secrets = ["look-for", place.token, place.token[3:], "clinic", place.key_id, body[-200:-180].hex(), answer[-60:-40].hex()]
    for secret in secrets:
        expect(secret not in text, f"log or metrics hold “{secret}”")
    for line in server.log_text().splitlines():
        json.loads(line)
    return f"{len(server.log_text().splitlines())} lines of log and {len(metrics.splitlines())} of metrics hold no content"


def demo(folder):
    """What the demonstration prints works as it stands, and its state goes with it."""
    temporary = pathlib.Path(folder) / "temporary"
    temporary.mkdir()
    server = subprocess.Popen(
        [SERVER, "serve", "--demo", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "TMPDIR": str(temporary)})  # fmt: skip
    lines = []
    while sum(line.startswith("blindscore ") for line in lines) < 3:
        lines.append(server.stdout.readline())
        expect(lines[-1], "the demonstration ended")
    commands = "".join(line for line in lines if line.startswith("blindscore "))
    path = f"{BLINDSCORE.parent}:{os.environ['PATH']}"
    done = subprocess.run(["sh", "-e"], input=commands, capture_output=True, text=True, cwd=folder, env={**os.environ, "PATH": path})
    expect(done.returncode == 0, done.stderr)
    with open(pathlib.Path(folder) / "predictions.csv") as file:
        rows = list(csv.DictReader(file))
    worst = max(abs(float(row["relapse_risk_predicted"]) - float(row["relapse_risk"])) for row in rows)
    expect(len(rows) == 1000 and worst < 40, f"{len(rows)} rows, of which one is {worst} from the truth")
    server.terminate()
    expect(server.wait(40) == 0, "the demonstration did not end well")
    expect(not list(temporary.iterdir()), "the demonstration left its state behind")
    return f"{len(rows)} predictions by the three commands that it prints"


CHECKS = [demo, predict, tls, process, kill, budget, stop, reload, quiet, hostile, memory, fuzz]

if __name__ == "__main__":
    names = sys.argv[1:]
    known = {check.__name__ for check in CHECKS}
    if not known.issuperset(names):
        print(f"the checks are {', '.join(sorted(known))}", file=sys.stderr)
        sys.exit(64)
    for check in CHECKS:
        if names and check.__name__ not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            print(f"{check.__name__}: {check(folder)} ({time.monotonic() - started:.0f} s)", flush=True)
