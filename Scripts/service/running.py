# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A server in a process of its own, and clients for it: the standard library and the built programs, nothing else."""

import atexit
import contextlib
import csv
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BLINDSCORE = ROOT / ".build/release/blindscore"
SERVER = ROOT / "Service/.build/release/blindscore-server"
REQUESTS = ROOT / "Service/Tests/Requests"
PROTOBUF = "application/x-protobuf"

MODEL = {
    "name": "risk", "version": 1, "accuracy": 1e-4,
    "features": [
        {"name": "age", "unit": "years", "minimum": 0, "maximum": 100},
        {"name": "dose", "unit": "mg", "minimum": 0, "maximum": 10},
    ],
    "outputs": [{
        "name": "y", "unit": "%", "link": "identity", "minimum": -10, "maximum": 140, "intercept": 5,
        "coefficients": [1, 2],
    }],
}  # fmt: skip


def expect(condition, reason):
    """Ends the check unless something is so."""
    if not condition:
        raise SystemExit(reason)


def close_to(found, exact):
    """Whether predictions are what they should be."""
    return len(found) == len(exact) and all(abs(a - b) < 0.02 for a, b in zip(found, exact))


def run(program, *arguments, **options):
    """What a built program prints; a failure ends the check."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{program.name} {arguments[0]}: {done.returncode}: {done.stderr}")
    return done.stdout


def key_id(file):
    """The id of a public key file's key."""
    return re.search(r"\b[0-9a-f]{64}\b", run(BLINDSCORE, "inspect", file))[0]


class Place:
    """A folder with a model, a state with one account, a client's key and its requests."""

    def __init__(self, folder, budget):
        self.folder = pathlib.Path(folder)
        self.models, self.state = self.folder / "models", self.folder / "state"
        self.models.mkdir()
        self.write_model(MODEL)
        self.token = run(SERVER, "account", "add", "clinic", "--state", self.state).strip()
        self.set_budget(budget)
        run(BLINDSCORE, "contract", "--model", self.models / "risk.json", "--output", self.folder / "contract.json")
        run(BLINDSCORE, "keygen", "--bits", 2048, "--output", self.folder / "key.json",
            "--public-output", self.folder / "public.json")  # fmt: skip
        self.key_id = key_id(self.folder / "public.json")

    def write_model(self, model, name="risk.json"):
        (self.models / name).write_text(json.dumps(model))

    def set_budget(self, budget):
        run(SERVER, "account", "budget", "clinic", "--state", self.state, "--model", "risk",
            "--rows-times-outputs", budget)  # fmt: skip

    def request(self, rows):
        """The bytes of a request, and what its predictions are."""
        table = self.folder / "rows.csv"
        with open(table, "w", newline="") as file:
            csv.writer(file).writerows([("age", "dose"), *rows])
        run(BLINDSCORE, "encrypt", "--key", self.folder / "key.json", "--contract", self.folder / "contract.json",
            "--input", table, "--output", self.folder / "request.bin")  # fmt: skip
        return (self.folder / "request.bin").read_bytes(), [5 + age + 2 * dose for age, dose in rows]

    def predictions(self, answer):
        path = self.folder / f"answer-{threading.get_ident()}.bin"
        path.write_bytes(answer)
        text = run(BLINDSCORE, "decrypt", "--key", self.folder / "key.json", "--contract",
                   self.folder / "contract.json", "--input", path)  # fmt: skip
        return [float(line) for line in text.split()[1:]]

    def ledger(self):
        return list(csv.DictReader(run(SERVER, "usage", "export", "--state", self.state).splitlines()))


class Server:
    """The running server; logs to a file in its place."""

    def __init__(self, place, *options, program=(SERVER,)):
        self.place, self.options, self.program = place, options, program
        self.start()

    def start(self, port=0):
        self.log = open(self.place.folder / "log", "ab")
        self.process = subprocess.Popen(
            [*self.program, "serve", "--models", self.place.models, "--state", self.place.state, "--port", str(port),
             *map(str, self.options)],
            stdout=subprocess.PIPE, stderr=self.log, text=True, start_new_session=True)  # fmt: skip
        # A check that fails leaves no server behind, whatever runs it.
        atexit.register(self.end, self.process.pid)
        line = self.process.stdout.readline()
        if not re.match("listening on https?://", line):
            raise SystemExit(f"the server did not start: {line}")
        self.port = int(line.rsplit(":", 1)[1])

    @staticmethod
    def end(group):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)

    def reload(self):
        os.kill(self.process.pid, signal.SIGHUP)

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def peak_memory(self):
        """The most bytes that the process has had in memory."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) << 10

    def log_text(self):
        return (self.place.folder / "log").read_text()

    def send(self, method, path, body=None, headers=None, timeout=60, token=None):
        """Status, header fields and body of a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            fields = {"Authorization": f"Bearer {token or self.place.token}", **(headers or {})}
            connection.request(method, path, body, fields)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def register(self, file=None):
        """Registers the place's key, or that of another file; the id of the key."""
        file = file or self.place.folder / "public.json"
        found = key_id(file)
        status, _, body = self.send("PUT", f"/v1/keys/{found}", file.read_bytes(), {"Content-Type": "application/json"})
        if status not in (201, 204):
            raise SystemExit(f"the key was not registered: {status} {body}")
        return found

    def score(self, body, key=None, **options):
        headers = {"Content-Type": PROTOBUF}
        if key:
            headers["Idempotency-Key"] = key
        return self.send("POST", "/v1/models/risk/score", body, headers, **options)

    def score_until_answered(self, body, key, deadline):
        """Sends a request again and again, as a client does whose server is not there at times."""
        while time.monotonic() < deadline:
            try:
                status, headers, answer = self.score(body, key, timeout=10)
                if status == 200 and len(answer) == int(headers["Content-Length"]):
                    return answer
                if status not in (503,):
                    raise SystemExit(f"a request was answered {status}: {answer}")
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        raise SystemExit("a request was not answered in time")


def code(body):
    """The code of a problem document."""
    return json.loads(body).get("code")
