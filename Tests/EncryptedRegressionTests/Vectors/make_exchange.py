#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes exchange.json: what python-paillier (phe 1.5.0) makes of numbers. Needs phe; keys from Tests/Support/Vectors.

Doubles are their IEEE bits, integers hexadecimal with a sign. An expectation `null` means that phe refuses.
"""
import json
import math
import pathlib
import random
import struct

import phe
from phe import EncodedNumber

HERE = pathlib.Path(__file__).parent
KEYS = {k["name"]: k for k in json.loads((HERE / "../../Support/Vectors/keys.json").read_text())["vectors"]}
rng = random.Random("blindscore exchange")


def bits(value):
    return format(struct.unpack(">Q", struct.pack(">d", value))[0], "016x")


def public_key(name):
    return phe.PaillierPublicKey(int(KEYS[name]["n"], 16))


def private_key(name):
    return phe.PaillierPrivateKey(public_key(name), int(KEYS[name]["p"], 16), int(KEYS[name]["q"], 16))


def hexadecimal(value):
    return format(value, "x")


def number(value):
    """A Python number as the vectors hold it."""
    return {"double": bits(value)} if isinstance(value, float) else {"integer": hexadecimal(value)}


def encoding(name, value, **options):
    try:
        encoded = EncodedNumber.encode(public_key(name), value, **options)
        result = {"plaintext": hexadecimal(encoded.encoding), "exponent": encoded.exponent}
    except ValueError:
        result = None
    precision = options.get("precision")
    return {"key": name, **number(value), "precision": precision and bits(float(precision)),
            "maximumExponent": options.get("max_exponent"), "result": result}


def encodings():
    doubles = [0.0, -0.0, 1.0, -1.0, 0.5, 0.1, -0.1, 0.003, 37.2, 1500.0, 1e6, -3.25, 1e-7, math.pi, 2.0**53, 2.0**53 - 1,
               5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308,
               -1.7976931348623157e308, 1e-300, 1e300, 16.0**-8, 16.0**8, 2.0**-1, 2.0**-2, 2.0**-3, 2.0**-4, 2.0**-5]
    doubles += [rng.uniform(-1, 1) * 2.0 ** rng.randrange(-1070, 1020) for _ in range(60)]
    doubles += [rng.uniform(-1000, 1000) for _ in range(20)]
    for value in doubles:
        yield encoding("phe-2048", value)
    for value in doubles[:40]:
        yield encoding("phe-512", value)
        for exponent in (0, -5, -16, -40, -64):
            yield encoding("phe-2048", value, max_exponent=exponent)
        # No powers of 16, at which phe's own logarithm is off by one now and then.
        for precision in (1e-6, 0.3, 17.0, 1e-20):
            yield encoding("phe-2048", value, precision=precision)
    yield encoding("phe-2048", 2.5, precision=1.5)
    yield encoding("phe-2048", 3.5, precision=1.5)
    yield encoding("phe-2048", -2.5, precision=1.5, max_exponent=3)
    for name in ("phe-512", "phe-2048"):
        limit = public_key(name).max_int
        for value in (0, 1, -1, 16, 2**64, -(2**64), limit, limit + 1, -limit, -limit - 1, 10**100, limit // 16, limit // 16 + 1):
            yield encoding(name, value)
            yield encoding(name, value, max_exponent=-1)
        for value in (40, 24, 25, -24, 10**30):
            yield encoding(name, value, precision=17.0)


def decoding(name, plaintext, exponent):
    try:
        value = EncodedNumber(public_key(name), plaintext, exponent).decode()
        result = number(value)
    except (OverflowError, ValueError):
        result = None
    return {"key": name, "plaintext": hexadecimal(plaintext), "exponent": exponent, "result": result}


def decodings():
    for name in ("phe-512", "phe-2048"):
        key = public_key(name)
        n, limit = key.n, key.max_int
        edges = [0, 1, 15, limit - 1, limit, limit + 1, n // 2, n - limit - 1, n - limit, n - limit + 1, n - 1, n, n + 1]
        edges += [2**53 + 1, 2**53 + 2, 2**53 + 3, 2**54 + 2, 2**54 + 6, n - 2**53 - 1, n - 2**54 - 6, 2**300 + 1]
        for value in edges:
            for exponent in (0, 1, 64, 512, -1, -8, -64, -256, -2048):
                yield decoding(name, value, exponent)
        for _ in range(60):
            mantissa = rng.getrandbits(rng.randrange(1, limit.bit_length() - 1))
            yield decoding(name, rng.choice([mantissa, n - mantissa]) % n, rng.randrange(-300, 20))
    # Subnormal results, halfway cases among them, and the largest doubles.
    for mantissa in (1, 2, 3, 5, 7, 8, 9, 24, 40, 2**52 * 8 + 4, 2**53 * 4 - 1, 2**60 + 1, 3 * 2**60 + 1):
        for exponent in (-269, -270, -271):
            yield decoding("phe-2048", mantissa, exponent)
    top = (2**54 - 1) * 2**971
    for mantissa in (top - 2**971, top - 1, top, top + 1, top * 2):
        yield decoding("phe-2048", mantissa * 8, -1)
    # Beyond a double's range as a mantissa, inside it as a number.
    yield decoding("phe-2048", 2**1500 + 2**1440 + 2**1400, -200)


def operation(kind, name, a, b, *, a_exponent=None, b_exponent=None):
    private, public = private_key(name), public_key(name)
    first = EncodedNumber.encode(public, a, max_exponent=a_exponent)
    second = EncodedNumber.encode(public, b, max_exponent=b_exponent)
    nonces = [rng.randrange(2, public.n) for _ in range(2)]
    encrypted = [public.encrypt_encoded(x, r_value=r) for x, r in zip((first, second), nonces)]
    if kind == "add":
        result = encrypted[0] + encrypted[1]
    elif kind == "addPlain":
        result = encrypted[0] + second
    else:
        result = encrypted[0] * second
    return {"kind": kind, "key": name, "a": hexadecimal(encrypted[0].ciphertext(False)), "aExponent": first.exponent,
            "b": hexadecimal(encrypted[1].ciphertext(False)), "bPlaintext": hexadecimal(second.encoding),
            "bExponent": second.exponent, "plaintext": hexadecimal(private.raw_decrypt(result.ciphertext(False))),
            "exponent": result.exponent}


def operations():
    pairs = [(3.25, -0.75), (1, 2), (1, 0.1), (0.1, 1), (-5, 7), (0, -3.5), (-0.0, 12), (1e10, 1e-10), (-2, -0.5),
             (5e-324, 1.0), (10**40, -(10**30)), (-(2**200), 3.0), (37.2, 0.003)]
    for kind in ("add", "addPlain", "multiply"):
        for a, b in pairs:
            yield operation(kind, "phe-2048", a, b)
        yield operation(kind, "structured-2048", 12, -0.5, a_exponent=-32, b_exponent=-9)
        yield operation(kind, "phe-3072", -1.5, 1e6)


def main():
    document = {"source": f"make_exchange.py, phe {phe.__version__}", "encodings": list(encodings()),
                "decodings": list(decodings()), "operations": list(operations())}
    path = HERE / "exchange.json"
    path.write_text(json.dumps(document, indent=0) + "\n")
    print({name: len(value) for name, value in document.items() if name != "source"}, path.stat().st_size, "bytes")


main()
