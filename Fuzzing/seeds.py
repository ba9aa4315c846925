# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The files that each fuzz target starts from: the tests' files, and what is made of them here."""
import base64
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
WIRE = ROOT / "Tests/WireFormatsTests/Vectors"
KEYS = ROOT / "Tests/Support/Vectors"
SEALED = ROOT / "Tests/KeyFilesTests/Vectors"
TABLES = ROOT / "Tests/TablesTests/Vectors/csv.json"

MODEL = {
    "name": "m", "version": 3, "accuracy": 1e-4, "headroom": 3,
    "features": [
        {"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
        {"name": "x", "unit": "µ", "minimum": -1e-3, "maximum": 1e300, "ifMissing": 0.5},
        {"name": "c", "unit": "", "levels": ["no", "NA", "ö"], "ifMissing": "NA"},
    ],
    "outputs": [
        {"name": "y", "unit": "%", "link": "identity", "minimum": -20, "maximum": 1e301, "intercept": 1.5,
         "coefficients": [0.8, 1, [0, -2.5, 1e3]]},
        {"name": "p", "unit": "", "link": "logistic", "intercept": -1, "coefficients": [5e-324, 0, [0, 0, 1]]},
    ],
}


def text(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def wire(*names):
    return [(WIRE / name).read_bytes() for name in names]


def sealed(*names):
    return [(SEALED / name).read_bytes() for name in names]


def decoded(files):
    """The same files encoded once instead of twice."""
    return [json.loads(file).encode() for file in files]


def integer(number):
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).decode().rstrip("=")


def own_keys():
    """Our public and our private key file of a key whose structure is known, with its proof."""
    name = "structured-2048"
    vectors = {path: json.loads((KEYS / path).read_text())["vectors"] for path in ("keys.json", "proofs.json")}
    key = next(entry for entry in vectors["keys.json"] if entry["name"] == name)
    proof = next(entry for entry in vectors["proofs.json"] if entry["key"] == name)
    numbers = {field: integer(int(key[field], 16)) for field in key if field != "name"}
    public = {
        "kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": numbers["n"], "kid": "test",
        "format": "blindscore.client-public-key.v1", "proof": [integer(int(root, 16)) for root in proof["roots"]],
    }
    private = {
        "kty": "DAJ", "key_ops": ["decrypt"], "kid": "test", "format": "blindscore.client-key.v1", "p": numbers["p"],
        "q": numbers["q"], "f_p": numbers["pFactor"], "f_q": numbers["qFactor"], "g_p": numbers["pGenerator"],
        "g_q": numbers["qGenerator"], "pub": public,
    }
    return text(public), text(private)


def with_small_numbers(keys):
    """Key files and copies whose numbers are refused at once, so that most inputs cost no primality test."""
    def shrink(value):
        if isinstance(value, dict):
            return {name: shrink(member) for name, member in value.items()}
        if isinstance(value, int):
            return 1234
        return "BNI" if isinstance(value, str) and len(value) > 40 else value

    return keys + [text(shrink(json.loads(key))) for key in keys]


def variants(kind, wanted=lambda entry: True):
    """Files as other programs around python-paillier write them."""
    return [entry["text"].encode() for entry in json.loads((WIRE / "variants.json").read_text())[kind] if wanted(entry)]


def variant_keys(private):
    return variants("keys", lambda entry: entry["key"] == "phe-2048" and entry["isPrivate"] == private)


def tables():
    return [entry["text"].encode() for entry in json.loads(TABLES.read_text())["tables"][:40]]


def contract():
    terms = json.loads((WIRE / "messages.json").read_text())["contracts"][0]
    fields = {name: terms[name] for name in ("name", "version", "accuracy", "headroom", "features", "outputs")}
    return text({"format": "blindscore.contract.v1"} | fields), bytes.fromhex(terms["message"])


def seeds(target):
    """The seeds of a target and the name of its dictionary."""
    public, private = own_keys()
    exchange = {"exchange-request": ["data.json"], "exchange-answer": ["answer.json", "answers.json"]}
    if target in exchange:
        files = wire(*exchange[target])
        others = variants("exchanges", lambda entry: entry["isRequest"] == (target == "exchange-request"))
        return files + decoded(files) + others, "json"
    return {
        "json": lambda: (
            [public, contract()[0], text(MODEL)] + wire("answer.json", "number-0.json", "native-answer.json"), "json"),
        "contract": lambda: ([contract()[0]], "json"),
        "contract-message": lambda: ([contract()[1]], "protobuf"),
        "refusal": lambda: ([text({"code": "ERROR_CODE_TRUNCATED", "message": "it ends", "path": "closing"})], "json"),
        "model": lambda: ([text(MODEL)], "json"),
        "features": lambda: ([text({"features": MODEL["features"], "target": {"name": "y", "unit": "%"}})], "json"),
        "public-key": lambda: (
            with_small_numbers(wire("phe-2048.public.json") + [public] + variant_keys(private=False)), "json"),
        "private-key": lambda: (
            with_small_numbers(wire("phe-2048.private.json", "phe-2048.custkeys.json") + [private] + variant_keys(private=True)),
            "json"),
        "sealed-key": lambda: (with_small_numbers(sealed("sealed-phe-2048.json", "sealed-nothing.json")), "json"),
        "number": lambda: (wire("number-0.json", "number-5.json", "product.json") + variants("numbers"), "json"),
        "stream": lambda: (wire("request.bin", "compact.bin", "native-answer.bin"), "protobuf"),
        "stream-json": lambda: (wire("request.json", "compact.json", "native-answer.json"), "json"),
        "csv": lambda: (tables(), "csv"),
        "table": lambda: (
            [b"a,b,c\n1,2.5,-3e-7\n0.1,+4,5\n", b"id,\"b\",\"a\"\r\n\"x,y\",\"1\",2\r\n",
             b"\xef\xbb\xbfsep=;\r\nb;a;\r\n 1,5;\"2\" ;\r\n;;\r\nTrue;NA;\r\n", b"x\ta\tb\n\t1\tlow\n\t\t<NA>\n"] + tables()[:10],
            "csv"),
        # Values of the features of messages.json's first contract.
        "rows": lambda: (
            [b"a,b\n-1.5,NA\n0.1,NA\n,NA\n", "b;x;a\n öfter ;1;-0,5\nNA;2;N/A\n".encode(),
             "a\tb\nnull\töfter\nfalse\tNA\n-2\tNA\n".encode()], "csv"),
        "training-data": lambda: (
            [b"y,a,b\n1,2,3\n-4e2,0.5,-6\n", b"b,extra,y\r\n1,2,3\r\n", b"y,a,c\n1,2,low\n0,,high\n1,3,low\n,4,<NA>\nTRUE,5,low\n",
             b"Unnamed: 0;y;a\n0;no;1,5\n1;yes;2,5\n2;no;NA\n"],
            "csv"),
    }[target]()


TARGETS = [
    "json", "contract", "contract-message", "refusal", "model", "features", "public-key", "private-key", "sealed-key",
    "number", "exchange-request", "exchange-answer", "stream", "stream-json", "csv", "table", "rows", "training-data",
]
