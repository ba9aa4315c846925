# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""What schemathesis cannot find in a description: requests that are valid, since nobody guesses a ciphertext.

Loaded by Scripts/service/check.py through SCHEMATHESIS_HOOKS. Valid requests are tried first; of those that are generated
every second one is put into a valid one, so that what lies behind the first check is looked at as well. A line for each
response is written to the file that FUZZ_NOTES names.
"""

import copy
import hashlib
import json
import os
import pathlib

import schemathesis

REQUESTS = pathlib.Path(__file__).resolve().parent.parent.parent / "Service/Tests/Requests"
FIRST, SECOND = os.environ["FUZZ_KEY_IDS"].split()
NOTES = open(os.environ["FUZZ_NOTES"], "a", buffering=1)
PROTOBUF, JSON = "application/x-protobuf", "application/json"


@schemathesis.serializer(PROTOBUF)
def protobuf(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


def document(name):
    return json.loads((REQUESTS / name).read_text())


SCORE, REGISTER = "POST /v1/models/{name}/score", "PUT /v1/keys/{keyID}"
BODIES = {
    (SCORE, PROTOBUF): (REQUESTS / "score.bin").read_bytes(),
    (SCORE, JSON): document("score.json"),
    (REGISTER, JSON): document("key-2.json"),
}


def place(operation):
    """A path that exists. Requests stand under the first key, so that the second alone comes and goes."""
    values = {"name": "risk", "code": "not-found", "keyID": FIRST if operation.method == "get" else SECOND}
    return {name: value for name, value in values.items() if "{" + name + "}" in operation.path}


@schemathesis.hook
def before_add_examples(context, examples):
    operation = context.operation
    bodies = [(media_type, body) for (label, media_type), body in BODIES.items() if label == operation.label]
    if not bodies:
        examples.append(operation.Case(path_parameters=place(operation)))
    for media_type, body in bodies:
        for accept in (PROTOBUF, JSON) if operation.label == SCORE else ("*/*",):
            examples.append(operation.Case(
                path_parameters=place(operation), body=copy.deepcopy(body), media_type=media_type,
                headers={"Accept": accept, "Idempotency-Key": f"{media_type};{accept}"}))  # fmt: skip


@schemathesis.hook
def map_case(context, case):
    choice = hashlib.sha256(repr((case.path_parameters, case.headers, case.query, case.body)).encode()).digest()
    if choice[0] % 2:
        return case
    case.path_parameters = place(case.operation)
    valid = BODIES.get((case.operation.label, case.media_type))
    if valid is not None:
        case.body = spoiled(copy.deepcopy(valid), case.body, choice)
    return case


def spoiled(valid, generated, choice):
    """A valid body with something generated in it; one in four as it is."""
    if choice[1] % 4 == 0:
        return valid
    if isinstance(valid, bytes):
        offset, piece = int.from_bytes(choice[2:6], "big") % len(valid), str(generated).encode()
        return valid[:offset] + piece + valid[offset + (len(piece) if choice[6] % 2 else 0) :]
    spots = list(members(valid))
    parent, name = spots[int.from_bytes(choice[2:6], "big") % len(spots)]
    parent[name] = generated if isinstance(generated, (dict, list, str, int, float, bool, type(None))) else None
    return valid


def members(value):
    """Every member and element in a document, with what it is of."""
    for name in value if isinstance(value, dict) else range(len(value)):
        yield value, name
        if isinstance(value[name], (dict, list)):
            yield from members(value[name])


@schemathesis.hook
def after_call(context, case, response):
    kind = (response.headers.get("content-type") or [None])[0]
    kind = kind and kind.split(";")[0]
    json.dump([case.method.upper(), case.operation.path, case.media_type, response.status_code, kind], NOTES)
    NOTES.write("\n")
