# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes valid requests to a service that serves risk.json: make_requests.py [FOLDER], this one unless another is given.

    key-1.json, key-2.json   client-public-key.json of two keys of Tests/Support/Vectors/keys.json: published, so worthless
    score.bin                three rows under the first key, binary
    score.json               two rows under it, compact, in JSON

They come from Examples/native_client.py, which shares nothing with the library, under fixed random numbers: always the same
bytes. Needs gmpy2. Scripts/check-service sees that the files are what this makes.
"""

import base64
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
sys.path.insert(0, str(ROOT / "Examples"))

import native_client  # noqa: E402


class Repeatable:
    """What native_client takes of `secrets`, the same each time."""

    def __init__(self, label):
        generator = random.Random(f"blindscore {label}")
        self.randbelow, self.token_bytes = generator.randrange, generator.randbytes


def key(name):
    fixtures = json.loads((ROOT / "Tests/Support/Vectors/keys.json").read_text())["vectors"]
    fixture = next(fixture for fixture in fixtures if fixture["name"] == name)
    return native_client.Key(*(native_client.mpz(fixture[prime], 16) for prime in "pq"))


def key_file(key):
    document = {"kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": native_client.base64url(key.n),
                "proof": [native_client.base64url(root) for root in key.proof()]}  # fmt: skip
    return json.dumps(document).encode() + b"\n"


def contract(key):
    """The contract of risk.json."""
    model = json.loads((HERE / "risk.json").read_text())
    return native_client.Contract({**model, "headroom": 0}, key.n.bit_length())


def request(key, label, rows, compact):
    native_client.secrets = Repeatable(label)
    made = contract(key)
    cells = [made.row({"age": str(age), "ward": ward}) for age, ward in rows]
    return b"".join(native_client.request(key, made, cells, compact))


def as_json(data):
    """A binary request as docs/wire-format.md, section 11, has it."""
    fields = native_client.fields

    def text(value):
        return base64.b64encode(value).decode()

    (_, header), *groups, (_, closing) = fields(data[8:])
    one = dict(fields(header))
    key = list(fields(one[7]))
    document = {
        "header": {
            "formatVersion": one[1], "kind": "KIND_REQUEST", "contractId": text(one[3]), "keyId": text(one[4]),
            "layout": "LAYOUT_COMPACT_ROWS", "compactSeed": text(one[6]),
            "publicKey": {"modulus": text(dict(key)[1]), "proof": [text(root) for number, root in key if number == 2],
                          "id": text(dict(key)[3])},
            "binding": text(one[8]), "requestId": text(one[9]),
        },
        "groups": [
            {"binding": text(group[1]), "index": str(group[2]), "rowCount": group[3],
             "ciphertexts": [text(half) for number, half in fields(bytes_) if number == 4]}
            for _, bytes_ in groups for group in [dict(fields(bytes_))]
        ],
    }  # fmt: skip
    end = dict(fields(closing))
    document["closing"] = {"binding": text(end[1]), "rowCount": str(end[2]), "groupCount": str(end[3])}
    return json.dumps(document).encode() + b"\n"


def main(folder):
    first = key("structured-2048")
    (folder / "key-1.json").write_bytes(key_file(first))
    (folder / "key-2.json").write_bytes(key_file(key("phe-2048")))
    (folder / "score.bin").write_bytes(request(first, "score.bin", [(40, "A"), (41, "B"), (100, "A")], False))
    (folder / "score.json").write_bytes(as_json(request(first, "score.json", [(0, "B"), (63.5, "A")], True)))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
