# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The server's own description, read by a fuzzer."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

from running import PROTOBUF, REQUESTS, Place, Server, close_to, expect

sys.path.append(str(REQUESTS))
import make_requests  # noqa: E402


def fuzz(folder):
    """A fuzzer that reads the description: nothing answers 5xx, answers are as described, and each can be had."""
    made = pathlib.Path(folder) / "made"
    made.mkdir()
    make_requests.main(made)
    for file in made.iterdir():
        expect(file.read_bytes() == (REQUESTS / file.name).read_bytes(), f"{file.name} is not what make_requests.py makes")
    place = Place(folder, 1_000_000)
    for name in "risk.json", "risk.form.json":
        shutil.copy(REQUESTS / name, place.models)
    server = Server(place, "--registrations", 100_000)
    ids = [server.register(REQUESTS / name) for name in ("key-1.json", "key-2.json")]
    command = [
        "schemathesis", "run", f"http://127.0.0.1:{server.port}/openapi.yaml", "--header",
        f"Authorization: Bearer {place.token}", "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,"
        "unsupported_method,allow_header_conformance,ignored_auth",
        "--max-examples", "40", "--seed", "1", "--generation-database", "none",
    ]  # fmt: skip
    hooks = {"SCHEMATHESIS_HOOKS": str(pathlib.Path(__file__).with_name("fuzz_hooks.py")),
             "FUZZ_KEY_IDS": " ".join(ids), "FUZZ_NOTES": str(made / "notes")}  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={**os.environ, **hooks})
    expect(done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:])
    notes = [json.loads(line) for line in (made / "notes").read_text().splitlines()]
    # The fuzzer leaves out the description itself.
    status, headers, text = server.send("GET", "/openapi.yaml")
    notes.append(["GET", "/openapi.yaml", None, status, headers["Content-Type"]])
    missing = described(yaml.safe_load(text)) - {(*note[:3], note[4]) for note in notes if 200 <= note[3] < 300}
    expect(not missing, f"never answered with success: {missing}")
    # The fuzzer has followed links to its removal.
    server.register(REQUESTS / "key-1.json")
    key = make_requests.key("structured-2048")
    for name, content_type, exact in ("score.bin", PROTOBUF, [45, 34, 105]), ("score.json", "application/json", [-7, 68.5]):
        fields = {"Content-Type": content_type, "Accept": PROTOBUF, "Idempotency-Key": name}
        status, _, answer = server.send("POST", "/v1/models/risk/score", (REQUESTS / name).read_bytes(), fields)
        expect(status == 200, f"{name} was answered {status}: {answer}")
        rows = make_requests.native_client.answers(answer, key, make_requests.contract(key))
        expect(close_to([values[0] for values, _ in rows], exact), f"the predictions of {name} are wrong")
    expect(server.stop() == 0, "the server did not end well")
    count = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    expect(count and int(count[1]) > 300, "the fuzzer generated next to nothing")
    good = sum(200 <= note[3] < 300 for note in notes)
    return f"{count[1]} requests made from the description and valid ones, {good} successes among all operations, none answered otherwise than described"


def described(document):
    """Each operation of a description, with each type of its requests' bodies and of its answers'."""
    found = set()
    for path, item in document["paths"].items():
        for method in item.keys() - {"parameters"}:
            requests = item[method].get("requestBody", {}).get("content", {None: None})
            answers = [answer.get("content", {None: None}) for status, answer in item[method]["responses"].items() if status[0] == "2"]
            found |= {(method.upper(), path, request, kind) for request in requests for answer in answers for kind in answer}
    return found
