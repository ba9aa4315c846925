#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Computes the worked example of wire-format.md, server's side included, with the standard library alone.

    wire-format-example.py                  fails unless the example in wire-format.md is what comes out
    wire-format-example.py --update         writes it there
    wire-format-example.py --write FOLDER   writes the example's files: key.json, contract.json, model.json, request.bin,
                                            compact.bin, answer.bin, and predictions.csv, what the answer says

The key is published and all randomness is a hash, for the sake of repetition: an example, and no way to protect anything.
"""
import base64
import hashlib
import json
import math
import pathlib
import struct
import sys
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = HERE / "wire-format.md"
BEGIN, END = "<!-- example -->\n", "<!-- end of example -->\n"

CONTRACT = {
    "format": "blindscore.contract.v1", "name": "relapse-risk", "version": 1, "accuracy": 1e-6, "headroom": 1,
    "features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
                 {"name": "sleep_hours", "unit": "hours", "minimum": 2, "maximum": 12, "ifMissing": 7},
                 {"name": "alcohol", "unit": "", "levels": ["never", "sometimes", "often"]}],
    "outputs": [{"name": "relapse_risk", "unit": "%", "link": "identity", "minimum": 0, "maximum": 60}]}
INTERCEPT, COEFFICIENTS = 10.0, [2.0, -2.5, [0.0, 4.0, 9.0]]
ROWS = [[14.0, 6.5, "sometimes"], [3.0, None, "never"], [27.0, 2.0, "often"]]
SEED = hashlib.sha256(b"the example's seed").digest()


# Bytes and hashes: sections 1, 7 and 8.

def u(value, count):
    return value.to_bytes(count, "big")


def sized(data):
    return u(len(data), 4) + data


def sha256(data):
    return hashlib.sha256(data).digest()


def mgf1(seed, count):
    mask = b""
    for counter in range(count // 32 + 1):
        mask += sha256(seed + u(counter, 4))
    return mask[:count]


def drawn(label, below):
    """What a real party takes from the system's generator."""
    return int.from_bytes(mgf1(b"example " + label.encode(), 600), "big") % below


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    return bytes([*out, value])


def number(field, value):
    return varint(8 * field) + varint(value)


def data(field, value):
    return varint(8 * field + 2) + varint(len(value)) + value


# The key: section 1.

KEY = next(k for k in json.loads((HERE / "../Tests/Support/Vectors/keys.json").read_text())["vectors"] if k["name"] == "structured-2048")
n, p, q = (int(KEY[name], 16) for name in "npq")
SIZE = n.bit_length() // 8
NAME = u(SIZE, 4) + u(n, SIZE)
ROOT = pow(n, -1, (p - 1) * (q - 1))
KEY_ID = sha256(b"blindscore key id v1" + NAME)


def hashed(tag, rest):
    return int.from_bytes(mgf1(tag + NAME + rest, SIZE + 16), "big") % n


CHALLENGES = [hashed(b"blindscore key v1", bytes([i])) for i in range(1, 9)]
PROOF = [pow(c, ROOT, n) for c in CHALLENGES]


# Contract and plan: sections 2 and 3.

def canonical():
    yield "version of the form", u(1, 4)
    yield "name", sized(CONTRACT["name"].encode())
    yield "version, N, g", u(CONTRACT["version"], 8) + u(N, 8) + u(G, 4)
    yield "number of features", u(len(FEATURES), 4)
    for feature in FEATURES:
        yield "name", sized(feature["name"].encode())
        yield "unit", sized(feature["unit"].encode())
        if "levels" in feature:
            yield "kind, number of levels", b"\1" + u(len(feature["levels"]), 4)
            yield from (("level", sized(level.encode())) for level in feature["levels"])
        else:
            yield "kind, minimum, maximum", b"\0" + struct.pack(">dd", feature["minimum"], feature["maximum"])
        # No category has one here.
        yield "ifMissing", b"\1" + struct.pack(">d", feature["ifMissing"]) if "ifMissing" in feature else b"\0"
    yield "number of outputs", u(1, 4)
    yield "name", sized(OUTPUT["name"].encode())
    yield "unit", sized(OUTPUT["unit"].encode())
    yield "link", b"\0"
    yield "minimum, maximum", struct.pack(">dd", OUTPUT["minimum"], OUTPUT["maximum"])


def plan(d, steps, g):
    """k, t, S."""
    t, h, m, x = 1, (d + 1) // 2, (steps + 1).bit_length(), steps * 2**g
    while True:
        k = t + m + g
        s = ((2 ** (k - 1) - 2 ** (t - 1) - 1) // x - h - 1) // 2**g
        if 2**g * s >= 2 ** (t - 1) and s >= d * steps + h + 1:
            return k, t, s
        t += 1


FEATURES, OUTPUT = CONTRACT["features"], CONTRACT["outputs"][0]
N, G = round(1 / CONTRACT["accuracy"]), CONTRACT["headroom"]
CONTRACT_ID = sha256(b"".join(piece for _, piece in canonical()))
COLUMNS = [f"{f['name']} {level}".strip() for f in FEATURES for level in f.get("levels", ["", ""])[1:]]
k, t, S = plan(len(COLUMNS), N, G)
X = N * 2**G
L = (n.bit_length() - 1) // k

# Rows: section 4.

def integers(row):
    for x, f in zip(row, FEATURES):
        x = f["ifMissing"] if x is None else x
        if "levels" in f:
            yield from (X * (level == x) for level in f["levels"][1:])
        else:
            yield round(X * ((x - f["minimum"]) / (f["maximum"] - f["minimum"]) * 2 - 1))


U = [list(integers(row)) for row in ROWS]
PACKED = [sum(row[j] * 2 ** (k * r) for r, row in enumerate(U)) for j in range(len(COLUMNS))]


def encryption(plaintext, noise):
    return (1 + plaintext * n) * noise % n**2


FULL = [encryption(P % n, pow(drawn(f"r {j}", n), n, n**2)) for j, P in enumerate(PACKED)]
LOW = [hashed(b"blindscore compact v1", SEED + u(j, 8)) for j in range(len(COLUMNS))]
HALVES = [encryption(P % n, pow(pow(low, ROOT, n), n, n**2)) // n for P, low in zip(PACKED, LOW)]
assert all(encryption(P % n, pow(pow(low, ROOT, n), n, n**2)) % n == low for P, low in zip(PACKED, LOW))

# The server: section 5.

WIDTH = Fraction(OUTPUT["maximum"]) - Fraction(OUTPUT["minimum"])
W, CENTRE = [], 2 * Fraction(INTERCEPT) - OUTPUT["minimum"] - OUTPUT["maximum"]
for c, f in zip(COEFFICIENTS, FEATURES):
    if "levels" in f:
        W += [round(S * 2 * Fraction(effect) / WIDTH) for effect in c[1:]]
    else:
        W.append(round(S * Fraction(c) * (Fraction(f["maximum"]) - Fraction(f["minimum"])) / WIDTH))
        CENTRE += Fraction(c) * (Fraction(f["minimum"]) + Fraction(f["maximum"]))
B = round(X * S * CENTRE / WIDTH)
Y = [B + sum(w * x for w, x in zip(W, row)) for row in U]
DELTA = [drawn(f"delta {r}", 2**t) for r in range(len(ROWS))]
RHO = drawn("rho", n // 2 ** (k * len(ROWS)))
MASK = sum((B + 2 ** (k - 1) - 2 ** (t - 1) + noise) * 2 ** (k * r) for r, noise in enumerate(DELTA)) + 2 ** (k * len(ROWS)) * RHO
ANSWER = encryption(MASK, pow(drawn("s", n), n, n**2))
for c, w in zip(FULL, W):
    ANSWER = ANSWER * pow(c, w, n**2) % n**2

# The client again: section 6.

z = (pow(ANSWER, (p - 1) * (q - 1), n**2) - 1) // n * pow((p - 1) * (q - 1), -1, n) % n
SLOTS = [z // 2 ** (k * r) % 2**k - 2 ** (k - 1) for r in range(len(ROWS))]
assert all(slot == y - 2 ** (t - 1) + noise for slot, y, noise in zip(SLOTS, Y, DELTA))
PREDICTIONS = [(OUTPUT["minimum"] / 2 + OUTPUT["maximum"] / 2)
               + (OUTPUT["maximum"] / 2 - OUTPUT["minimum"] / 2) * (slot / (float(X) * float(S))) for slot in SLOTS]


def exact(row):
    present = [f["ifMissing"] if x is None else x for x, f in zip(row, FEATURES)]
    return INTERCEPT + sum(c[f["levels"].index(x)] if "levels" in f else c * x for c, x, f in zip(COEFFICIENTS, present, FEATURES))


EXACT = [exact(row) for row in ROWS]
BOUND = float(WIDTH) * (1 / N + 2.0 ** (G - 50)) + 2 * math.ulp(OUTPUT["maximum"])
assert all(abs(a - b) <= BOUND for a, b in zip(PREDICTIONS, EXACT))


# Messages and files: sections 7 to 9.

def binding(kind, request, layout):
    return sha256(sized(b"blindscore stream v1") + u(1, 4) + u(kind, 1) + sized(CONTRACT_ID) + sized(KEY_ID) + sized(request) + layout)


def header(kind, request, seed=None):
    yield "format version 1", number(1, 1)
    yield "kind", number(2, kind)
    yield "contract id", data(3, CONTRACT_ID)
    yield "key id", data(4, KEY_ID)
    yield "layout", number(5, 2 if seed else 1)
    if seed:
        yield "seed", data(6, seed)
    if kind == 1:
        yield "public key", data(7, data(1, u(n, SIZE)) + b"".join(data(2, u(root, SIZE)) for root in PROOF) + data(3, KEY_ID))
    yield "binding", data(8, binding(kind, request, b"\2" + sized(seed) if seed else b"\1"))
    yield "request id", data(9, request)


def file(kind, ciphertexts, request, seed=None):
    """The pieces of a file, each with what it is."""
    fields = list(header(kind, request, seed))
    bound = dict(fields)["binding"][2:]
    group = [("group binding", data(1, bound[:8])), ("index", number(2, 0)), ("rows", number(3, len(ROWS)))]
    group += [(f"ciphertext {j}", data(4, c)) for j, c in enumerate(ciphertexts)]
    closing = [("binding", data(1, bound)), ("rows", number(2, len(ROWS))), ("groups", number(3, 1))]
    yield "signature", bytes([0x89]) + (b"BSR" if kind == 1 else b"BSA") + b"\r\n\x1a\n"
    for place, name, message in ((1, "header", fields), (2, "group", group), (3, "closing", closing)):
        length = sum(len(piece) for _, piece in message)
        yield f"{name}, {length} bytes", varint(8 * place + 2) + varint(length)
        yield from (("  " + what, piece) for what, piece in message)


REQUEST_IDS = [sha256(f"the example's request {i}".encode())[:16] for i in range(2)]
FILES = {
    "request.bin": list(file(1, [u(c, 2 * SIZE) for c in FULL], REQUEST_IDS[0])),
    "compact.bin": list(file(1, [u(half, SIZE) for half in HALVES], REQUEST_IDS[1], SEED)),
    "answer.bin": list(file(2, [u(ANSWER, 2 * SIZE)], REQUEST_IDS[0])),
}


# The text of section 14.

def short(value):
    return value.hex() if len(value) <= 48 else f"{value[:20].hex()}…({len(value)})…{value[-8:].hex()}"


def long(value, count=SIZE):
    return short(u(value, count))


def text():
    def lines(pairs):
        return "\n```text\n" + "".join(f"{what:<26}{value}".rstrip() + "\n" for what, value in pairs) + "```\n\n"
    yield "The key, and the first of the eight roots of its proof:\n"
    yield lines([("n", long(n)), ("key id", KEY_ID.hex()), ("ρ_1", long(CHALLENGES[0])), ("σ_1", long(PROOF[0]))])
    yield "The canonical bytes of a contract of three features, one of them a category, and its id:\n"
    yield lines([*((what, piece.hex()) for what, piece in canonical()), ("contract id", CONTRACT_ID.hex())])
    yield f"Its plan, for d = {len(COLUMNS)} columns, N = {N:,} and g = {G}:\n"
    yield lines([("X", X), ("k", k), ("t", t), ("S", S), ("L, of this key", L)])
    yield "Three rows, their integers, the plaintexts of the columns and their ciphertexts; the second row's hours are\nmissing:\n"
    yield lines([*((f"row {r}", ", ".join("missing" if x is None else f"{x}" for x in row)) for r, row in enumerate(ROWS)),
                 *((f"U of row {r}", ", ".join(map(str, x))) for r, x in enumerate(U)),
                 *((f"P of {name}", P) for name, P in zip(COLUMNS, PACKED)),
                 *((f"m of {name}", long(P % n)) for name, P in zip(COLUMNS, PACKED)),
                 ("r of phq9", long(drawn("r 0", n))), ("c of phq9", long(FULL[0], 2 * SIZE))])
    titles = {"request.bin": "The request", "compact.bin": "The same, compact", "answer.bin": "An answer to the first request"}
    for name, what in titles.items():
        whole = b"".join(piece for _, piece in FILES[name])
        if name == "compact.bin":
            yield "The residues that the seed gives for a compact request:\n"
            yield lines([("seed", SEED.hex()), *((f"lo_{j}", long(low)) for j, low in enumerate(LOW))])
        yield f"{what}, `{name}`, {len(whole):,} bytes with the SHA-256 `{sha256(whole).hex()}`:\n"
        yield lines((label, short(piece)) for label, piece in FILES[name])
    yield (f"A model with the intercept {INTERCEPT:g} and the coefficients {COEFFICIENTS[0]:g}, {COEFFICIENTS[1]:g} and, for the levels, "
           f"{', '.join(f'{c:g}' for c in COEFFICIENTS[2])}, its\nintegers, and what the server drew for that answer:\n")
    yield lines([("W", ", ".join(map(str, W))), ("B", B), *((f"δ_{r}", noise) for r, noise in enumerate(DELTA)), ("ρ", long(RHO))])
    yield (f"What the client reads in it. The predictions may be off by {BOUND:.3g} and a little more; two of them are outside the\n"
           "range that the contract declares, and within its headroom:\n")
    yield lines([("z", long(z)), *((f"row {r}", f"Y' = {slot}, Y = {y}, {value!r} where {exact:g} is right")
                                   for r, (slot, y, value, exact) in enumerate(zip(SLOTS, Y, PREDICTIONS, EXACT)))])


def write(folder):
    def base64url(value):
        return base64.urlsafe_b64encode(u(value, (value.bit_length() + 7) // 8)).rstrip(b"=").decode()
    for name, pieces in FILES.items():
        (folder / name).write_bytes(b"".join(piece for _, piece in pieces))
    public = {"kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": base64url(n), "kid": "published",
              "proof": [base64url(root) for root in PROOF]}
    key = {"kty": "DAJ", "key_ops": ["decrypt"], "p": base64url(p), "q": base64url(q), "kid": "published", "pub": public}
    model = {name: value for name, value in CONTRACT.items() if name != "format"}
    model["outputs"] = [OUTPUT | {"intercept": INTERCEPT, "coefficients": COEFFICIENTS}]
    for name, content in (("key.json", key), ("contract.json", CONTRACT), ("model.json", model)):
        (folder / name).write_text(json.dumps(content))
    (folder / "predictions.csv").write_text("".join(f"{value}\n" for value in ["relapse_risk", *PREDICTIONS]))


def main(arguments):
    document = DOCUMENT.read_text()
    before, rest = document.split(BEGIN)
    shown, after = rest.split(END)
    match arguments:
        case []:
            return "the example in wire-format.md is not what comes out: run this with --update" if shown != "".join(text()) else 0
        case ["--update"]:
            DOCUMENT.write_text(before + BEGIN + "".join(text()) + END + after)
        case ["--write", folder]:
            write(pathlib.Path(folder))
        case _:
            return __doc__


sys.exit(main(sys.argv[1:]))
