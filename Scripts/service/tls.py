# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A certificate of one's own authority, as the command meets it."""

import csv
import subprocess

import certificates
from running import BLINDSCORE, ROOT, Place, Server

# Built with the package trait OwnCA, by the server's package for its tests.
TRUSTING_BLINDSCORE = ROOT / "Service/.build/release/blindscore"


def tls(folder):
    """A build with the package trait trusts an authority when it is told to, and no other; a build without says what it needs."""
    place = Place(folder, 1000)
    for name in ("tls", "other"):
        (place.folder / name).mkdir()
        certificates.make(place.folder / name)
    (place.folder / "token").touch(0o600)
    (place.folder / "token").write_text(place.token)
    _, exact = place.request([(age, age / 10) for age in range(100)])
    server = Server(place, "--tls-certificate", place.folder / "tls/certificate.pem",
                    "--tls-private-key", place.folder / "tls/private-key.pem")  # fmt: skip

    def predict(authority, program=TRUSTING_BLINDSCORE, scheme="https"):
        return subprocess.run(
            [program, "predict", "--server", f"{scheme}://localhost:{server.port}", "--model", "risk", "--key", "key.json",
             "--input", "rows.csv", "--output", "out.csv", "--token-file", "token", "--ca-certificate", authority],
            cwd=folder, capture_output=True, text=True)  # fmt: skip

    refusals = [
        (predict("other/authority.pem"), 69, ": no secure connection"),
        (predict("tls/authority.pem", scheme="http"), 64, "https"),
        (predict("tls/private-key.pem"), 65, "tls/private-key.pem: no certificate in PEM"),
        (predict("nothing.pem"), 66, "nothing.pem"),
        (predict("tls/authority.pem", BLINDSCORE), 64, "--traits OwnCA"),
    ]
    for done, status, naming in refusals:
        if done.returncode != status or naming not in done.stderr:
            raise SystemExit(f"{naming} is not the cause, or {status} not the status: {done.returncode} {done.stderr}")
    if place.ledger():
        raise SystemExit("a request was answered whose client did not trust the server")
    done = predict("tls/authority.pem")
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    with open(place.folder / "out.csv", newline="") as file:
        found = [float(row["y"]) for row in csv.DictReader(file)]
    if len(found) != len(exact) or any(abs(a - b) > 0.02 for a, b in zip(found, exact)):
        raise SystemExit("a prediction is wrong")
    if server.stop() != 0:
        raise SystemExit("the server did not end well")
    return f"{len(found)} predictions under a certificate of one's own authority, {len(refusals)} refusals"
