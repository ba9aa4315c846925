# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes hashes.json, proofs.json and plans.json. Usage: python3 make_protocol.py (standard library and gmpy2).

Hashes are hashlib's; MGF1 (RFC 8017, B.2.1), the key proof and the plan are written here once more, from their
definitions, on Python integers and fractions.
"""

import hashlib
import json
import math
import pathlib
from fractions import Fraction

import gmpy2

from common import generator, hexadecimal, write


def mgf1(seed, count):
    blocks = (hashlib.sha256(seed + i.to_bytes(4, "big")).digest() for i in range(-(-count // 32)))
    return b"".join(blocks)[:count]


def make_hashes():
    rng = generator("hashes")
    messages = [b"", b"abc", b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"]
    messages += [bytes(rng.randrange(256) for _ in range(n)) for n in [*range(1, 9), *range(52, 70), 119, 120, 127, 128, 1000]]
    digests = [{"message": m.hex(), "digest": hashlib.sha256(m).hexdigest()} for m in messages]
    masks = [{"seed": m.hex(), "mask": mgf1(m, n).hex()} for m, n in zip(messages, [1, 31, 32, 33, 64, 100, 400, 544, 1000])]
    write("hashes.json", {"digests": digests, "masks": masks})


def challenge(n, i):
    size = (n.bit_length() + 7) // 8
    seed = b"blindscore key v1" + size.to_bytes(4, "big") + n.to_bytes(size, "big") + bytes([i])
    return int.from_bytes(mgf1(seed, size + 16), "big") % n


def make_proofs():
    keys = json.loads(pathlib.Path(__file__).with_name("keys.json").read_text())["vectors"]
    proofs = []
    for key in keys:
        n, p, q = (int(key[name], 16) for name in "npq")
        if n.bit_length() < 500:
            continue
        exponent = pow(n, -1, (p - 1) * (q - 1) // math.gcd(p - 1, q - 1))
        roots = [int(gmpy2.powmod(challenge(n, i), exponent, n)) for i in range(1, 9)]
        assert all(pow(r, n, n) == challenge(n, i) for i, r in enumerate(roots, 1))
        proofs.append({"key": key["name"], "roots": [hexadecimal(r) for r in roots]})
    write("proofs.json", {"vectors": proofs})


def plan(d, n):
    """(k, t, S): the least t whose slot holds every sum and whose errors stay below 1/n of half a range each."""
    h, m = -(-d // 2), (n + 1).bit_length()
    for t in range(1, 200):
        k = t + m
        s = (2 ** (k - 1) - 2 ** (t - 1) - 1) // n - h - 1
        if s >= 2 ** (t - 1) and s >= d * n + h + 1:
            break
    # What the plan promises, checked on exact numbers.
    assert n * (s + h) + 1 <= 2 ** (k - 1) - 2 ** (t - 1)
    assert Fraction(d, 2 * s) + (1 + Fraction(d, 2 * s)) / (2 * n) + Fraction(1, 2 * n * s) <= Fraction(1, n)
    assert Fraction(2 ** (t - 1), n * s) <= Fraction(1, n)
    return k, t, s


def make_plans():
    plans = []
    for d in [1, 2, 3, 4, 10, 11, 30, 100, 999, 1000, 4096]:
        for n in [2, 3, 7, 8, 100, 127, 128, 10**4, 65535, 65536, 10**6, 2**20 - 1, 10**9 - 1, 10**9]:
            k, t, s = plan(d, n)
            slots = {str(bits): (bits - 1) // k for bits in (2048, 3072, 4096)}
            plans.append({"features": d, "steps": n, "slotBits": k, "noiseBits": t, "weightScale": s, "slots": slots})
    table = {(p["features"], p["steps"]): p["slotBits"] for p in plans}
    assert [table[d, 10**6] for d in (4, 10, 100, 1000)] == [43, 45, 48, 51]
    assert table[10, 10**4] == 31 and table[10, 100] == 18
    write("plans.json", {"vectors": plans})


if __name__ == "__main__":
    make_hashes()
    make_proofs()
    make_plans()
