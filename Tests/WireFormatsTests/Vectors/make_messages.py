# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes a request, a compact request and an answer of the native protocol, binary and JSON, and messages.json, which says
what is in them. Usage: python3 make_messages.py (standard library and gmpy2).

Messages are encoded here by hand, after the Protocol Buffers encoding specification and Protos/blindscore/v1; nothing is
shared with the library, and no protobuf library is used. The keys are published: they protect nothing.
"""

import base64
import hashlib
import json
import pathlib
import random
import struct

import gmpy2

HERE = pathlib.Path(__file__).parent
SUPPORT = HERE / "../../Support/Vectors"
KEY = "structured-2048"


def vectors(name):
    return json.loads((SUPPORT / name).read_text())["vectors"]


def u32(value):
    return value.to_bytes(4, "big")


def u64(value):
    return value.to_bytes(8, "big")


def sized(value):
    return u32(len(value)) + value


# Protocol Buffers encoding: a tag (field number and wire type) and a value.


def varint(value):
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def integer(field, value):
    return varint(field << 3) + varint(value)


def data(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def double(field, value):
    return varint(field << 3 | 1) + struct.pack("<d", value)


def mgf1(seed, count):
    blocks = (hashlib.sha256(seed + u32(i)).digest() for i in range(-(-count // 32)))
    return b"".join(blocks)[:count]


LINKS = ["identity", "logistic", "exp", "softmax"]


def canonical_double(value):
    return struct.pack(">d", value + 0.0)


def contract_id(contract):
    canonical = u32(1) + sized(contract["name"].encode()) + u64(contract["version"])
    canonical += u64(round(1 / contract["accuracy"])) + u32(contract["headroom"]) + u32(len(contract["features"]))
    for feature in contract["features"]:
        canonical += sized(feature["name"].encode()) + sized(feature["unit"].encode())
        if "levels" in feature:
            canonical += bytes([1]) + u32(len(feature["levels"])) + b"".join(sized(x.encode()) for x in feature["levels"])
        else:
            canonical += bytes([0]) + canonical_double(feature["minimum"]) + canonical_double(feature["maximum"])
        if "ifMissing" not in feature:
            canonical += bytes([0])
        elif "levels" in feature:
            canonical += bytes([1]) + u32(feature["levels"].index(feature["ifMissing"]))
        else:
            canonical += bytes([1]) + canonical_double(feature["ifMissing"])
    canonical += u32(len(contract["outputs"]))
    for output in contract["outputs"]:
        canonical += sized(output["name"].encode()) + sized(output["unit"].encode())
        canonical += bytes([LINKS.index(output["link"])])
        canonical += canonical_double(output["minimum"]) + canonical_double(output["maximum"])
    return hashlib.sha256(canonical).digest()


def feature_message(feature):
    message = data(1, feature["name"].encode()) + data(2, feature["unit"].encode())
    if "levels" in feature:
        message += b"".join(data(5, level.encode()) for level in feature["levels"])
        return message + (integer(7, feature["levels"].index(feature["ifMissing"])) if "ifMissing" in feature else b"")
    message += double(3, feature["minimum"]) + double(4, feature["maximum"])
    return message + (double(6, feature["ifMissing"]) if "ifMissing" in feature else b"")


def contract_message(contract):
    message = data(1, contract["name"].encode()) + integer(2, contract["version"]) + double(3, contract["accuracy"])
    message += b"".join(data(4, feature_message(feature)) for feature in contract["features"])
    for output in contract["outputs"]:
        message += data(5, data(1, output["name"].encode()) + data(2, output["unit"].encode())
                        + integer(3, LINKS.index(output["link"]) + 1)
                        + double(4, output["minimum"]) + double(5, output["maximum"]))
    return message + integer(6, contract["headroom"])


def contracts():
    """The first is that of the files."""
    def outputs(*links):
        return [{"name": f"o{i}", "unit": "%", "link": link, "minimum": -i, "maximum": i + 0.5} for i, link in enumerate(links)]
    yield {
        "name": "Nachrichten für α", "version": 3, "accuracy": 0.01, "headroom": 3,
        "features": [{"name": "a", "unit": "µmol/l", "minimum": -1.5, "maximum": 0.1, "ifMissing": -0.25},
                     {"name": "b", "unit": "", "levels": ["öfter", "NA"], "ifMissing": "NA"}],
        "outputs": outputs("identity", "logistic", "exp")}
    yield {
        "name": "plain", "version": 1, "accuracy": 1e-6, "headroom": 0,
        "features": [{"name": "a", "unit": "", "minimum": -1.5, "maximum": 0.1},
                     {"name": "b", "unit": "µmol/l", "minimum": 0, "maximum": 1e9, "ifMissing": 0}],
        "outputs": outputs("softmax", "softmax")}
    yield {
        "name": "levels", "version": 2**63 - 1, "accuracy": 1e-9, "headroom": 18,
        "features": [{"name": "再発", "unit": "", "levels": [f"{i} 回" for i in range(64)]},
                     {"name": "x", "unit": "", "levels": ["reference", "x" * 256, "é", "e\u0301"], "ifMissing": "reference"}],
        "outputs": outputs("identity")}


class Stream:
    """A request (kind 1) or an answer (kind 2) in both encodings."""

    def __init__(self, kind, contract, n, proof, request_id, seed=None):
        width = n.bit_length() // 8
        modulus = n.to_bytes(width, "big")
        key_id = hashlib.sha256(b"blindscore key id v1" + sized(modulus)).digest()
        layout = bytes([1]) if seed is None else bytes([2]) + sized(seed)
        self.binding = hashlib.sha256(
            sized(b"blindscore stream v1") + u32(1) + bytes([kind]) + sized(contract_id(contract)) + sized(key_id)
            + sized(request_id) + layout).digest()
        self.kind = kind
        header = integer(1, 1) + integer(2, kind) + data(3, contract_id(contract)) + data(4, key_id)
        header += integer(5, layout[0])
        text = {"formatVersion": 1, "kind": ["KIND_REQUEST", "KIND_ANSWER"][kind - 1],
                "contractId": contract_id(contract), "keyId": key_id,
                "layout": ["LAYOUT_PACKED_ROWS", "LAYOUT_COMPACT_ROWS"][layout[0] - 1]}
        if seed:
            header += data(6, seed)
            text["compactSeed"] = seed
        if kind == 1:
            roots = [root.to_bytes(width, "big") for root in proof]
            header += data(7, data(1, modulus) + b"".join(data(2, root) for root in roots) + data(3, key_id))
            text["publicKey"] = {"modulus": modulus, "proof": roots, "id": key_id}
        header += data(8, self.binding) + data(9, request_id)
        text["binding"] = self.binding
        text["requestId"] = request_id
        self.binary = bytes([0x89]) + [b"BSR", b"BSA"][kind - 1] + bytes([0x0D, 0x0A, 0x1A, 0x0A]) + data(1, header)
        self.text = {"header": text, "groups": []}
        self.rows = 0

    def group(self, rows, ciphertexts):
        index = len(self.text["groups"])
        message = data(1, self.binding[:8]) + integer(2, index) + integer(3, rows)
        self.binary += data(2, message + b"".join(data(4, c) for c in ciphertexts))
        self.text["groups"].append({"binding": self.binding[:8], "index": str(index), "rowCount": rows, "ciphertexts": ciphertexts})
        self.rows += rows

    def write(self, name):
        groups = len(self.text["groups"])
        self.binary += data(3, data(1, self.binding) + integer(2, self.rows) + integer(3, groups))
        self.text["closing"] = {"binding": self.binding, "rowCount": str(self.rows), "groupCount": str(groups)}
        (HERE / f"{name}.bin").write_bytes(self.binary)
        encode = lambda value: base64.b64encode(value).decode()
        (HERE / f"{name}.json").write_text(json.dumps(self.text, default=encode, separators=(",", ":")) + "\n")


def main():
    rng = random.Random("blindscore messages")
    numbers = next(key for key in vectors("keys.json") if key["name"] == KEY)
    n, p, q = (int(numbers[name], 16) for name in "npq")
    proof = [int(root, 16) for root in next(v for v in vectors("proofs.json") if v["key"] == KEY)["roots"]]
    width = n.bit_length() // 8
    contract = next(contracts())
    slots = next(v for v in vectors("plans.json") if (v["columns"], v["steps"], v["headroom"]) == (2, 100, 3))["slots"]["2048"]

    def full(plaintext):
        return int((1 + plaintext * n) * gmpy2.powmod(rng.randrange(1, n), n, n * n) % (n * n)).to_bytes(2 * width, "big")

    def compact(plaintext, seed, index):
        low = int.from_bytes(
            mgf1(b"blindscore compact v1" + sized(n.to_bytes(width, "big")) + seed + u64(index), width + 16), "big") % n
        at_p, at_q = int(gmpy2.powmod(low, p, p * p)), int(gmpy2.powmod(low, q, q * q))
        noise = at_p + p * p * ((at_q - at_p) * pow(p * p, -1, q * q) % (q * q))
        c = noise * (1 + plaintext * n) % (n * n)
        assert c % n == low
        return (c // n).to_bytes(width, "big")

    streams = []

    def write(name, kind, groups, request_id, seed=None):
        stream = Stream(kind, contract, n, proof, request_id, seed)
        described, index = [], 0
        for rows, count in groups:
            plaintexts, ciphertexts = [rng.choice([0, 1, n - 1, rng.randrange(n)]) for _ in range(count)], []
            for plaintext in plaintexts:
                ciphertexts.append(compact(plaintext, seed, index) if seed else full(plaintext))
                index += 1
            stream.group(rows, ciphertexts)
            described.append({"rows": rows, "plaintexts": [format(value, "x") for value in plaintexts]})
        stream.write(name)
        streams.append({"file": name, "binding": stream.binding.hex(), "seed": (seed or b"").hex(),
                        "request": request_id.hex(), "groups": described})

    requests = [rng.randbytes(16) for _ in range(2)]
    write("request", 1, [(slots, 2), (slots, 2), (5, 2)], requests[0])
    write("compact", 1, [(slots, 2), (slots, 2), (5, 2)], requests[1], seed=rng.randbytes(32))
    # The first request's. Three outputs of 5 rows fit one ciphertext, of a full group they do not.
    write("native-answer", 2, [(slots, 3), (5, 1)], requests[0])
    (HERE / "messages.json").write_text(json.dumps({
        "contracts": [{"id": contract_id(c).hex(), "message": contract_message(c).hex(), **c} for c in contracts()],
        "streams": streams}, indent=1) + "\n")


main()
