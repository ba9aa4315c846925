#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A client of the native protocol, written from docs/wire-format.md alone; its sections are named where they are used.

    native_client.py keygen KEY [BITS]
    native_client.py encrypt KEY CONTRACT ROWS.csv REQUEST [--compact]
    native_client.py decrypt KEY CONTRACT ANSWER [--request REQUEST] [--with-error]     prints predictions as CSV

Needs gmpy2. It shows the protocol and is no product: the time it takes depends on secrets, and it trusts its own files.
"""
import base64
import csv
import hashlib
import io
import itertools
import json
import math
import os
import secrets
import struct
import sys

from gmpy2 import invert, mpz, next_prime, powmod

VERSION, REQUEST, ANSWER, FULL, COMPACT = 1, 1, 2, 1, 2
MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "none", "<na>"}  # in any case
SIGNATURES = {REQUEST: b"\x89BSR\r\n\x1a\n", ANSWER: b"\x89BSA\r\n\x1a\n"}


def u32(value): return int(value).to_bytes(4, "big")
def u64(value): return int(value).to_bytes(8, "big")
def sized(data): return u32(len(data)) + data
def double(value): return struct.pack(">d", value + 0.0)  # turns -0 into +0
def sha256(data): return hashlib.sha256(data).digest()
def mgf1(seed, count): return b"".join(sha256(seed + u32(i)) for i in range(-(-count // 32)))[:count]
def varint(value): return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)
def base64url(value): return base64.urlsafe_b64encode(int(value).to_bytes(512, "big").lstrip(b"\0")).rstrip(b"=").decode()
def closing(binding, rows, groups): return field(1, binding) + field(2, rows) + field(3, groups)
def field(n, x): return varint(n << 3) + varint(x) if isinstance(x, int) else varint(n << 3 | 2) + varint(len(x)) + x  # section 8


class Key:  # section 1
    def __init__(self, p, q):
        self.n, self.square, self.order, self.p, self.q = p * q, (p * q) ** 2, (p - 1) * (q - 1), p, q
        self.size, self.root_exponent = self.n.bit_length() // 8, invert(self.n, self.order)
        self.name = u32(self.size) + self.bytes(self.n)
        self.id = sha256(b"blindscore key id v1" + self.name)

    def bytes(self, value, factor=1): return int(value).to_bytes(factor * self.size, "big")
    def hash(self, data): return int.from_bytes(mgf1(data, self.size + 16), "big") % self.n
    def root(self, value): return powmod(value, self.root_exponent, self.n)
    def seal(self, plaintext, r): return (1 + plaintext * self.n) * powmod(r, self.n, self.square) % self.square
    def encrypt(self, plaintext): return self.seal(plaintext, secrets.randbelow(int(self.n) - 1) + 1)  # no unit once in 2^1000
    def proof(self): return [self.root(self.hash(b"blindscore key v1" + self.name + bytes([i]))) for i in range(1, 9)]

    def encrypt_compact(self, plaintext, seed, index):  # section 10
        return self.seal(plaintext, self.root(self.hash(b"blindscore compact v1" + self.name + seed + u64(index)))) // self.n

    def decrypt(self, c):
        if not 0 < c < self.square or math.gcd(c, self.n) != 1:
            raise ValueError("a ciphertext is not valid")
        return (powmod(c, self.order, self.square) - 1) // self.n * invert(self.order, self.n) % self.n


def generate(bits):
    while True:
        p, q = (next_prime(mpz(secrets.randbits(bits // 2) | 3 << bits // 2 - 2)) for _ in "pq")
        if (p * q).bit_length() == bits and abs(p - q) >> bits // 2 - 100 and math.gcd(p * q, (p - 1) * (q - 1)) == 1:
            return Key(p, q)


def write_key(key, path):  # section 13
    public = {"kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": base64url(key.n), "kid": "example client",
              "proof": [base64url(root) for root in key.proof()]}
    private = {"kty": "DAJ", "key_ops": ["decrypt"], "p": base64url(key.p), "q": base64url(key.q), "kid": "example client", "pub": public}
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(private, file)


def read_key(path):
    with open(path) as file:
        document = json.load(file)
    return Key(*(mpz(int.from_bytes(base64.urlsafe_b64decode(document[name] + "=="), "big")) for name in "pq"))


class Contract:  # sections 2, 3, 4, 6
    def __init__(self, contract, bits):
        self.features, self.outputs, headroom = contract["features"], contract["outputs"], contract["headroom"]
        self.columns = sum(len(f["levels"]) - 1 if "levels" in f else 1 for f in self.features)
        accuracy = round(1 / contract["accuracy"])
        text = u32(1) + sized(contract["name"].encode()) + u64(contract["version"]) + u64(accuracy) + u32(headroom)
        text += u32(len(self.features))
        for f in self.features:
            levels = f.get("levels")
            text += sized(f["name"].encode()) + sized(f["unit"].encode()) + bytes([levels is not None])
            text += u32(len(levels)) + b"".join(sized(x.encode()) for x in levels) if levels else self.range(f)
            text += bytes(["ifMissing" in f])
            if "ifMissing" in f:
                text += u32(levels.index(f["ifMissing"])) if levels else double(float(f["ifMissing"]))
        text += u32(len(self.outputs))
        for o in self.outputs:
            link = ["identity", "logistic", "exp", "softmax"].index(o["link"])
            text += sized(o["name"].encode()) + sized(o["unit"].encode()) + bytes([link]) + self.range(o)
        self.id, half, self.steps = sha256(text), (self.columns + 1) // 2, accuracy << headroom
        for noise in itertools.count(1):
            self.width = noise + (accuracy + 1).bit_length() + headroom
            self.scale = (2 ** (self.width - 1) - 2 ** (noise - 1) - 1) // self.steps - half - 1 >> headroom
            if self.scale << headroom >= 2 ** (noise - 1) and self.scale >= self.columns * accuracy + half + 1:
                break
        self.slots = (bits - 1) // self.width
        self.errors = [(o["maximum"] - o["minimum"]) * (1 / accuracy + 2.0 ** (headroom - 50))
                       + 2 * math.ulp(max(abs(o["minimum"]), abs(o["maximum"]))) for o in self.outputs]

    @staticmethod
    def range(item):
        item["minimum"], item["maximum"] = float(item["minimum"]), float(item["maximum"])
        return double(item["minimum"]) + double(item["maximum"])

    def quantise(self, cell, f):
        """The integers of a cell, one for each column of its feature."""
        cell, levels = cell.strip(" \t"), [level.strip(" \t") for level in f.get("levels", [])]
        if cell not in levels and cell.lower() in MISSING:
            if "ifMissing" not in f:
                raise ValueError(f"a value of feature {f['name']} is missing")
            cell = f["ifMissing"].strip(" \t") if levels else f["ifMissing"]
        if levels:
            place = levels.index(cell)  # fails for an unknown level
            return [self.steps if place == i else 0 for i in range(1, len(levels))]
        value, low, high = float({"true": 1, "false": 0}.get(str(cell).lower(), cell)), f["minimum"], f["maximum"]
        if not low <= value <= high:
            raise ValueError(f"feature {f['name']} is outside its range")
        return [round(self.steps * ((value - low) / (high - low) * 2 - 1))]

    def row(self, cells): return [u for f in self.features for u in self.quantise(cells[f["name"]], f)]
    def slot(self, z, place): return (int(z) >> self.width * place) % 2**self.width - 2 ** (self.width - 1)

    def linked(self, values):
        if self.outputs[0]["link"] == "softmax":
            powers = [math.exp(value - max(values)) for value in values]
            return [power / sum(powers) for power in powers]
        links = {"identity": lambda x: x, "logistic": lambda x: 1 / (1 + math.exp(min(-x, 709))), "exp": math.exp}
        return [links[output["link"]](value) for output, value in zip(self.outputs, values)]

    def predictions(self, integers):
        """The predictions, and how far each may be off: with its own predictor at one end of its error, the others at the other."""
        unit, ends = float(self.steps) * float(self.scale), [(o["minimum"] / 2, o["maximum"] / 2) for o in self.outputs]
        values = [(low + high) + (high - low) * (integer / unit) for (low, high), integer in zip(ends, integers)]
        linked, off = self.linked(values), []
        for i, value in enumerate(linked):
            moved = [self.linked([x + sign * (e if i == j else -e) for j, (x, e) in enumerate(zip(values, self.errors))])[i]
                     for sign in (-1, 1)]
            off.append(max(abs(x - value) for x in moved) + 8 * 2.0**-53 * abs(value))
        return linked, off


def number(stream):
    byte = stream.read(1)[0]
    return byte if byte < 128 else byte & 127 | number(stream) << 7


def fields(data):
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        tag, value = number(stream), number(stream)
        yield tag >> 3, stream.read(value) if tag & 7 == 2 else value


def header(kind, contract, key, request_id, seed=None, public=b""):
    """The binding (section 7) and the message (section 8)."""
    layout = bytes([COMPACT]) + sized(seed) if seed else bytes([FULL])
    binding = sha256(sized(b"blindscore stream v1") + u32(VERSION) + bytes([kind]) + sized(contract.id) + sized(key.id)
                     + sized(request_id) + layout)
    message = field(1, VERSION) + field(2, kind) + field(3, contract.id) + field(4, key.id) + field(5, layout[0])
    return binding, message + (field(6, seed) if seed else b"") + public + field(8, binding) + field(9, request_id)


def request(key, contract, rows, compact):  # section 9
    seed, d = secrets.token_bytes(32) if compact else None, contract.columns
    public = field(1, key.bytes(key.n)) + b"".join(field(2, key.bytes(root)) for root in key.proof()) + field(3, key.id)
    binding, message = header(REQUEST, contract, key, secrets.token_bytes(16), seed, field(7, public))
    yield SIGNATURES[REQUEST] + field(1, message)
    blocks = [rows[start : start + contract.slots] for start in range(0, len(rows), contract.slots)]
    for index, block in enumerate(blocks):
        group = field(1, binding[:8]) + field(2, index) + field(3, len(block))
        for j in range(d):
            plaintext = sum(row[j] << contract.width * r for r, row in enumerate(block)) % key.n
            group += field(4, key.bytes(key.encrypt_compact(plaintext, seed, index * d + j)) if compact else
                           key.bytes(key.encrypt(plaintext), 2))
        yield field(2, group)
    yield field(3, closing(binding, len(rows), len(blocks)))


def request_id(data):
    """That of a request or answer."""
    return dict(fields(next(fields(data[8:]))[1])).get(9, b"")


def answers(data, key, contract, asked=None):
    """The predictions of an answer with their errors; it counts only as a whole. `asked` is the request's id."""
    binding, message = header(ANSWER, contract, key, request_id(data) if asked is None else asked)
    first, *middle, last = fields(data[8:])
    if data[:8] != SIGNATURES[ANSWER] or first != (1, message) or len(request_id(data)) != 16:
        raise ValueError("not an answer to this request, contract and key")
    rows, outputs = [], len(contract.outputs)
    for index, (kind, group) in enumerate(middle):
        *start, (_, count) = list(fields(group))[:3]
        if kind != 2 or start != [(1, binding[:8]), (2, index)] or not 0 < count <= contract.slots or len(rows) % contract.slots:
            raise ValueError("a group does not belong here")
        ciphertexts, shared = [c for n, c in fields(group) if n == 4], count * outputs <= contract.slots  # section 5
        if len(ciphertexts) != (1 if shared else outputs) or any(len(c) != 2 * key.size for c in ciphertexts):
            raise ValueError("a group has other ciphertexts than it should")
        plain = [key.decrypt(int.from_bytes(c, "big")) for c in ciphertexts]
        for r in range(count):
            rows.append(contract.predictions(
                [contract.slot(plain[0], o * count + r) if shared else contract.slot(plain[o], r) for o in range(outputs)]))
    if not rows or last != (3, closing(binding, len(rows), len(middle))):
        raise ValueError("the answer is incomplete")
    return rows


def main(command, key_path, *rest):
    if command == "keygen":
        return write_key(generate(int(rest[0]) if rest else 3072), key_path)
    key = read_key(key_path)
    with open(rest[0], encoding="utf-8") as file:
        contract = Contract(json.load(file), key.n.bit_length())
    if command == "encrypt":
        with open(rest[1], encoding="utf-8", newline="") as table, open(rest[2], "wb") as file:
            file.writelines(request(key, contract, [contract.row(cells) for cells in csv.DictReader(table)], "--compact" in rest))
    elif command == "decrypt":
        asked, names = None, [o["name"] for o in contract.outputs]
        if "--request" in rest:
            with open(rest[rest.index("--request") + 1], "rb") as file:
                asked = request_id(file.read())
        with open(rest[1], "rb") as file:
            rows = answers(file.read(), key, contract, asked)
        both = "--with-error" in rest
        csv.writer(sys.stdout, lineterminator="\n").writerows(
            [names + [f"{name}_error" for name in names] * both, *(values + errors * both for values, errors in rows)])


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 2 else sys.exit(__doc__)
