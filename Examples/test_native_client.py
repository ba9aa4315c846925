#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Runs native_client.py against the blindscore command: BLINDSCORE=<path> test_native_client.py example|predictions|refusals FOLDER

example      the worked example of docs/wire-format.md is what its script computes, and blindscore reads and answers it
predictions  the client and blindscore read the same predictions in an answer, within the proved error, in all combinations of clients
refusals     blindscore refuses requests of which something is wrong, and the client such answers
"""
import csv
import json
import math
import os
import pathlib
import random
import subprocess
import sys
from types import SimpleNamespace

import native_client as client

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE_ROWS = [[14.0, 6.5, "sometimes"], [3.0, "", "never"], [27.0, 2.0, "often"]]
random.seed(4)


def python(program, *arguments):
    return subprocess.run([sys.executable, "-B", ROOT / program, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def blindscore(line, status=0):
    run = subprocess.run([os.environ["BLINDSCORE"], *line.split()], capture_output=True, text=True)
    assert run.returncode == status, (line, run.returncode, run.stderr)
    return run.stdout if status == 0 else run.stderr


def table(text):
    names, *rows = csv.reader(text.splitlines())
    return names, [[float(value) for value in row] for row in rows]


def equal(one, other):
    """The same but for the last digits of an exponential."""
    return one[0] == other[0] and len(one[1]) == len(other[1]) and all(
        math.isclose(a, b, rel_tol=1e-14) for x, y in zip(one[1], other[1], strict=True) for a, b in zip(x, y, strict=True))


def effects(feature, coefficient):
    """What the ends of a range or the levels of a feature add to a predictor."""
    return coefficient if "levels" in feature else [coefficient * feature[end] for end in ("minimum", "maximum")]


def effect(feature, coefficient, value):
    value = feature["ifMissing"] if value == "" else value
    return coefficient[feature["levels"].index(value)] if "levels" in feature else coefficient * value


def model(features, links, accuracy=1e-6, headroom=0, categories=()):
    """A random model whose output ranges are the attainable ones, a little wider, as whole numbers are; with headroom, 2^headroom
    times as narrow about their centres. Of its features, every other one has an ifMissing."""
    described = [{"minimum": a, "maximum": b, "ifMissing": (a + b) / 2} for a, b in
                 (sorted(random.uniform(-50, 50) for _ in "ab") for _ in range(features))]
    for count in categories:
        levels = ["weiß nicht", "NA", *(f"Stufe {level}" for level in range(count))][:count]
        described.append({"levels": levels, "ifMissing": levels[-1]})
    random.shuffle(described)
    described = [{"name": f"x{index}", "unit": "°"} | f for index, f in enumerate(described)]
    for f in described[::2]:
        del f["ifMissing"]
    outputs = []
    for index, link in enumerate(links):
        coefficients, intercept = [
            [0, *(random.uniform(-3, 3) for _ in f["levels"][1:])] if "levels" in f else random.uniform(-1, 1) / features for f in described
        ], random.uniform(-2, 2)
        low, high = (intercept + sum(pick(effects(f, c)) for f, c in zip(described, coefficients)) for pick in (min, max))
        low, high = math.floor(low) - 1, math.ceil(high) + 1
        centre, half = (low + high) / 2, (high - low) / 2 ** (headroom + 1)
        outputs.append({"name": f"output {index}", "unit": "", "link": link, "minimum": centre - half, "maximum": centre + half,
                        "intercept": intercept, "coefficients": coefficients})
    return {"name": "modèle", "version": 3, "accuracy": accuracy, "headroom": headroom, "outputs": outputs, "features": described}


def rows_of(model, count):
    """Random rows, and both extremes first; last one with what may be missing missing."""
    choices = [f.get("levels") or [f["minimum"], f["maximum"]] for f in model["features"]]
    rows = [[ends[0] for ends in choices], [ends[-1] for ends in choices]][:count]
    for _ in range(count - len(rows)):
        rows.append([random.choice(ends) if isinstance(ends[0], str) else random.uniform(*ends) for ends in choices])
    if count > 3:
        rows[-1] = ["" if "ifMissing" in f else value for f, value in zip(model["features"], rows[-1])]
    return rows


def check(predictions, model, rows, stated=None):
    """Whether predictions are the model's, computed in the open, within the proved error, or within errors stated with them."""
    names, values = predictions
    assert names == [output["name"] for output in model["outputs"]] and len(values) == len(rows)
    for place, (row, found) in enumerate(zip(rows, values)):
        exact, errors = [], []
        for output in model["outputs"]:
            low, high = output["minimum"], output["maximum"]
            exact.append(math.fsum([output["intercept"], *map(effect, model["features"], output["coefficients"], row)]))
            errors.append((high - low) * (1 / round(1 / model["accuracy"]) + 2.0 ** (model.get("headroom", 0) - 50))
                          + 2 * math.ulp(max(abs(low), abs(high))))
        for sign in (-1, 1):
            for index, value in enumerate(found):
                eta = exact[index] + sign * errors[index]
                match model["outputs"][index]["link"]:
                    case "identity": bound = eta
                    case "logistic": bound = 1 / (1 + math.exp(-eta))
                    case "exp": bound = math.exp(eta)
                    case "softmax":  # this predictor at one end of what is possible, the others at the other
                        others = sum(math.exp(x - sign * e) for i, (x, e) in enumerate(zip(exact, errors)) if i != index)
                        bound = math.exp(eta) / (math.exp(eta) + others)
                assert (bound - value) * sign >= -1e-14 * abs(bound), (row, value, bound)
                if stated and sign > 0:
                    linked = client.Contract.linked(SimpleNamespace(outputs=model["outputs"]), exact)[index]
                    assert abs(value - linked) <= stated[place][index], (row, value, linked)


def prepare(content, rows, key="key.json"):
    pathlib.Path("model.json").write_text(json.dumps(content))
    blindscore("contract --model model.json --output contract.json")
    names = [feature["name"] for feature in content["features"]]
    with open("rows.csv", "w", newline="") as file:
        csv.writer(file).writerows([["note", *reversed(names)], *(["-", *reversed(row)] for row in rows)])


def example():
    python("docs/wire-format-example.py")
    python("docs/wire-format-example.py", "--write", ".")
    wanted = table(pathlib.Path("predictions.csv").read_text())
    assert table(blindscore("decrypt --key key.json --contract contract.json --input answer.bin --request request.bin --digits full")) == wanted
    assert table(python("Examples/native_client.py", "decrypt", "key.json", "contract.json", "answer.bin")) == wanted
    for request in ("request.bin", "compact.bin"):
        blindscore(f"score --native-only --model model.json --input {request} --output new.bin")
        check(table(blindscore("decrypt --key key.json --contract contract.json --input new.bin --digits full")),
              json.loads(pathlib.Path("model.json").read_text()), EXAMPLE_ROWS)


def decrypted(key, request):
    """The predictions that both programs read in answer.bin, which must be the same."""
    found = table(python("Examples/native_client.py", "decrypt", key, "contract.json", "answer.bin", "--request", request))
    line = f"decrypt --key {key} --contract contract.json --input answer.bin --request {request} --digits full"
    assert equal(found, table(blindscore(line)))
    return found


def predictions():
    python("Examples/native_client.py", "keygen", "python-2048.json", "2048")
    python("Examples/native_client.py", "keygen", "python-3072.json")
    blindscore("keygen --bits 2048 --output ours-2048.json")
    cases = [("python-2048.json", model(2, ["identity"]), 1), ("python-2048.json", model(10, ["identity"]), 91),
             ("python-2048.json", model(3, ["identity", "logistic", "exp"]), 60), ("ours-2048.json", model(4, ["softmax"] * 3, 1e-3), 7),
             ("python-3072.json", model(1, ["identity"], 1e-9), 3), ("python-2048.json", model(5, ["logistic"], 0.5), 2),
             ("python-2048.json", model(3, ["identity"], headroom=20), 30),
             ("python-2048.json", model(2, ["identity", "logistic"], headroom=4, categories=[2, 3, 5]), 40),
             ("ours-2048.json", model(1, ["identity"], categories=[64]), 70), ("python-2048.json", model(2, ["exp"], 1e-9, 18), 5)]
    for key, content, count in cases:
        rows = rows_of(content, count)
        prepare(content, rows)
        options = f"--key {key} --contract contract.json --input rows.csv --output"
        for compact in ([], ["--compact"]):
            python("Examples/native_client.py", "encrypt", key, "contract.json", "rows.csv", "python.bin", *compact)
            blindscore(f"encrypt {options} ours.bin {' '.join(compact)}")
            assert os.path.getsize("python.bin") == os.path.getsize("ours.bin")
            for request in ("python.bin", "ours.bin"):
                blindscore(f"score --native-only --model model.json --input {request} --output answer.bin")
                check(decrypted(key, request), content, rows)
        names, values = table(python("Examples/native_client.py", "decrypt", key, "contract.json", "answer.bin", "--with-error"))
        count = len(content["outputs"])
        assert names[count:] == [f"{name}_error" for name in names[:count]]
        check((names[:count], [row[:count] for row in values]), content, rows, [row[count:] for row in values])


def message(fields):
    return b"".join(client.field(number, value) for number, value in fields)


class Parts:
    """A request or answer in pieces, any of which may be changed before it is put together again."""

    def __init__(self, data):
        self.signature = data[:8]
        self.parts = [(number, list(client.fields(value))) for number, value in client.fields(data[8:])]
        self.tail = b""

    def set(self, part, number, value, occurrence=0):
        fields = self.parts[part][1]
        fields[[i for i, (found, _) in enumerate(fields) if found == number][occurrence]] = (number, value)

    def get(self, part, number):
        return next(value for found, value in self.parts[part][1] if found == number)

    def bind(self):
        """The binding of the header as it now is, everywhere."""
        seed = dict(self.parts[0][1]).get(6)
        layout = bytes([self.get(0, 5)]) + (client.sized(seed) if seed else b"")
        bound = client.sha256(client.sized(b"blindscore stream v1") + client.u32(self.get(0, 1)) + bytes([self.get(0, 2)])
                              + client.sized(self.get(0, 3)) + client.sized(self.get(0, 4)) + client.sized(self.get(0, 9)) + layout)
        self.set(0, 8, bound)
        for part in range(1, len(self.parts)):
            self.set(part, 1, bound[:8] if self.parts[part][0] == 2 else bound)

    def bytes(self):
        return self.signature + b"".join(client.field(number, message(fields)) for number, fields in self.parts) + self.tail


def flip(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def refusals():
    content = model(2, ["identity"])
    python("Examples/native_client.py", "keygen", "key.json", "2048")
    python("Examples/native_client.py", "keygen", "other.json", "2048")
    prepare(content, rows_of(content, 100))
    files = {}
    for name, compact in (("full", []), ("compact", ["--compact"])):
        python("Examples/native_client.py", "encrypt", "key.json", "contract.json", "rows.csv", f"{name}.bin", *compact)
        files[name] = pathlib.Path(f"{name}.bin").read_bytes()
    n = int(client.read_key("key.json").n)

    def key(parts, number, change, occurrence=0):
        fields = list(client.fields(parts.get(0, 7)))
        place = [i for i, (found, _) in enumerate(fields) if found == number][occurrence]
        fields[place] = (number, change(fields[place][1]))
        parts.set(0, 7, message(fields))

    def count(value):
        return lambda x: x.set(1, 3, value)
    # What is changed, whether the bindings are made to fit again, the status, and a word of the sentence.
    cases = [
        ("full", lambda x: None, False, 0, ""),
        ("full", lambda x: x.set(0, 1, 2), True, 65, "version 2"), ("full", lambda x: x.set(0, 1, 0), True, 65, "version 0"),
        ("full", lambda x: x.set(0, 3, flip(x.get(0, 3))), True, 78, "contract"),
        ("full", lambda x: x.set(0, 3, flip(x.get(0, 3))), False, 65, "binding"),
        ("full", lambda x: x.set(0, 3, x.get(0, 3)[1:]), True, 65, "32 bytes"),
        ("full", lambda x: x.set(0, 4, flip(x.get(0, 4))), True, 65, "key"),
        ("full", lambda x: x.set(0, 2, 2), True, 65, "kind"), ("full", lambda x: x.set(0, 5, 3), True, 65, "layout"),
        ("full", lambda x: x.set(0, 5, 2), True, 65, "compactSeed"), ("compact", lambda x: x.set(0, 5, 1), True, 65, "layout"),
        ("compact", lambda x: x.set(0, 6, flip(x.get(0, 6))), False, 65, "binding"),
        ("full", lambda x: x.set(0, 8, flip(x.get(0, 8))), False, 65, "binding"),
        ("full", lambda x: x.parts[0][1].append((10, 1)), False, 65, "header"),
        ("full", lambda x: x.set(0, 9, flip(x.get(0, 9))), False, 65, "binding"),
        ("full", lambda x: x.set(0, 9, x.get(0, 9)[1:]), True, 65, "16 bytes"),
        ("full", lambda x: x.parts[0][1].pop(), False, 65, "request"),
        ("full", lambda x: key(x, 1, flip), False, 65, "key"), ("full", lambda x: key(x, 1, lambda y: y[1:]), False, 65, "modulus"),
        ("full", lambda x: key(x, 2, flip, 7), False, 65, "proof"),
        ("full", lambda x: key(x, 2, lambda y: bytes(len(y))), False, 65, "proof"),
        ("full", lambda x: key(x, 3, flip), False, 65, "key"),
        ("full", count(0), False, 65, "rows"), ("full", count(200), False, 65, "rows"), ("full", count(20), False, 65, "groups[1]"),
        ("full", lambda x: x.set(1, 1, flip(x.get(1, 1))), False, 65, "belongs"), ("full", lambda x: x.set(2, 2, 0), False, 65, "order"),
        ("full", lambda x: x.parts.pop(1), False, 65, "order"), ("full", lambda x: x.parts.pop(3), False, 65, "closing"),
        ("full", lambda x: x.parts.pop(), False, 65, "closing"), ("full", lambda x: x.parts[1][1].pop(), False, 65, "ciphertexts"),
        ("full", lambda x: x.set(1, 4, x.get(1, 4)[1:]), False, 65, "ciphertext"),
        ("full", lambda x: x.set(1, 4, bytes(512)), False, 65, "valid"),
        ("full", lambda x: x.set(1, 4, (n * n).to_bytes(512, "big")), False, 65, "valid"),
        ("full", lambda x: x.set(3, 4, n.to_bytes(512, "big")), False, 65, "valid"),
        ("compact", lambda x: x.set(1, 4, n.to_bytes(256, "big")), False, 65, "valid"),
        ("full", lambda x: x.set(4, 2, 99), False, 65, "counts"), ("full", lambda x: x.set(4, 3, 2), False, 65, "counts"),
        ("full", lambda x: setattr(x, "tail", b"\0"), False, 65, "follows"),
        ("full", lambda x: setattr(x, "signature", b"BSR\r\n\x1a\n"), False, 65, ""),
    ]
    for place, (name, change, bind, status, word) in enumerate(cases):
        parts = Parts(files[name])
        change(parts)
        if bind:
            parts.bind()
        pathlib.Path("changed.bin").write_bytes(parts.bytes())
        said = blindscore("score --model model.json --input changed.bin --output answer.bin", status)
        assert word in said and said.count("\n") == (status != 0), (place, said)
        assert os.path.exists("answer.bin") == (status == 0), place
        if status == 0:
            os.rename("answer.bin", "right.bin")

    right, ours = pathlib.Path("right.bin").read_bytes(), client.read_key("key.json")
    contract = client.Contract(json.loads(pathlib.Path("contract.json").read_text()), 2048)
    asked = client.request_id(files["full"])
    assert len(client.answers(right, ours, contract, asked)) == len(client.answers(right, ours, contract)) == 100
    renamed = json.loads(pathlib.Path("contract.json").read_text()) | {"version": 4}
    wrong = [(right, client.read_key("other.json"), contract), (right, ours, client.Contract(renamed, 2048)),
             (files["full"], ours, contract), (right, ours, contract, client.request_id(files["compact"]))]
    for change in (lambda x: x.set(0, 1, 2), lambda x: x.set(0, 3, bytes(32)), lambda x: x.parts.pop(), lambda x: x.parts.pop(2), count(20),
                   lambda x: x.set(4, 2, 99), lambda x: x.set(1, 4, bytes(512)), lambda x: x.set(1, 1, bytes(8)),
                   lambda x: x.set(0, 9, bytes(16)), lambda x: x.parts[0][1].pop()):
        parts = Parts(right)
        change(parts)
        wrong.append((parts.bytes(), ours, contract))
    for place, arguments in enumerate(wrong):
        try:
            client.answers(*arguments)
        except ValueError:
            continue
        raise AssertionError(f"the client accepts wrong answer {place}")
    print(f"{len(cases) - 1} requests and {len(wrong)} answers refused")


os.chdir(sys.argv[2])
{"example": example, "predictions": predictions, "refusals": refusals}[sys.argv[1]]()
print("passed")
