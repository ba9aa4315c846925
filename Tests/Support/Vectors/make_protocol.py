# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes hashes.json, proofs.json, plans.json, compact.json and badproofs.json. Usage: python3 make_protocol.py (standard library and gmpy2).

Hashes are hashlib's; MGF1 (RFC 8017, B.2.1), the key proof and the plan are written here once more, from their
definitions, on Python integers and fractions.
"""

import hashlib
import json
import math
import pathlib
import struct
from fractions import Fraction

import gmpy2

from common import generator, hexadecimal, write


def mgf1(seed, count):
    blocks = (hashlib.sha256(seed + i.to_bytes(4, "big")).digest() for i in range(-(-count // 32)))
    return b"".join(blocks)[:count]


def double(value):
    """The IEEE bits."""
    return format(struct.unpack(">Q", struct.pack(">d", value))[0], "016x")


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
        size = n.bit_length() // 8
        name = hashlib.sha256(b"blindscore key id v1" + size.to_bytes(4, "big") + n.to_bytes(size, "big")).hexdigest()
        proofs.append({"key": key["name"], "id": name, "roots": [hexadecimal(r) for r in roots]})
    write("proofs.json", {"vectors": proofs})


def challenge_of(tag, n, i):
    """The challenge under another tag."""
    size = (n.bit_length() + 7) // 8
    return int.from_bytes(mgf1(tag + size.to_bytes(4, "big") + n.to_bytes(size, "big") + bytes([i]), size + 16), "big") % n


def root_on_residues(value, n, primes):
    """An n-th root of the number, where it has one: by the inverse of n on the n-th residues.

    `primes` are the prime powers of n as (p, e). Modulo p^e the n-th powers are a subgroup of an order that the part of n
    made of primes of the group's order has been taken out of.
    """
    root, modulus = 0, 1
    for p, e in primes:
        order = (p - 1) * p ** (e - 1)
        rest = order
        while (common := math.gcd(rest, n)) > 1:
            rest //= common
        local = pow(value, pow(n, -1, rest), p**e) if rest > 1 else 1
        root += modulus * ((local - root) * pow(modulus, -1, p**e) % p**e)
        modulus *= p**e
    return root


def next_prime(value):
    return int(gmpy2.next_prime(value))


def random_prime(rng, bits):
    return next_prime(rng.getrandbits(bits - 1) | 1 << (bits - 1) | 1 << (bits - 2))


def dividing_prime(rng, bits, factor):
    """A prime q of a size with factor | q − 1."""
    while True:
        k = rng.getrandbits(bits - factor.bit_length() + 1) & ~1
        q = k * factor + 1
        if q.bit_length() == bits and gmpy2.is_prime(q):
            return q


def make_bad_proofs():
    """Moduli that must not pass, with the best proofs that their owners can give, who know the factors."""
    rng = generator("bad proofs")
    p, q = random_prime(rng, 256), random_prime(rng, 256)
    small = [random_prime(rng, 20) for _ in range(12)]
    cases = [("p²q", [(random_prime(rng, 170), 2), (random_prime(rng, 172), 1)])]
    # Attack C: n = q·∏p_i with p_i | q − 1; raising to (q − 1)/∏p_i kills every s^n modulo q.
    product = math.prod(small)
    cases.append(("attack C", [(x, 1) for x in small] + [(dividing_prime(rng, 272, product), 1)]))
    # The extreme: one large p_i.
    cases.append(("p divides q − 1", [(p, 1), (dividing_prime(rng, 300, p), 1)]))
    # Factors below 2^16: the roots alone do not decide, the check of the modulus does.
    cases.append(("pq·3", [(p, 1), (q, 1), (3, 1)]))
    cases.append(("65521·q", [(65521, 1), (random_prime(rng, 496), 1)]))
    prime = random_prime(rng, 512)
    cases.append(("prime", [(prime, 1)]))
    vectors = []
    for name, primes in cases:
        n = math.prod(x**e for x, e in primes)
        assert all(gmpy2.is_prime(x) for x, _ in primes) and len(set(primes)) == len(primes)
        roots = [root_on_residues(challenge(n, i), n, primes) for i in range(1, 9)]
        right = sum(pow(r, n, n) == challenge(n, i) for i, r in enumerate(roots, 1))
        totient = math.prod((x - 1) * x ** (e - 1) for x, e in primes)
        permutes = math.gcd(n, totient) == 1
        assert (right == 8) == permutes, name
        vectors.append({"name": name, "n": hexadecimal(n), "roots": [hexadecimal(r) for r in roots], "right": right})
    # Proofs of a sound key, made for another hash.
    n = p * q
    exponent = pow(n, -1, (p - 1) * (q - 1))
    for name, tag, shift in [("another tag", b"blindscore key v2", 0), ("indices from 0", b"blindscore key v1", -1)]:
        roots = [pow(challenge_of(tag, n, i + shift), exponent, n) for i in range(1, 9)]
        vectors.append({"name": name, "n": hexadecimal(n), "roots": [hexadecimal(r) for r in roots],
                        "right": sum(pow(r, n, n) == challenge(n, i) for i, r in enumerate(roots, 1))})
    write("badproofs.json", {"vectors": vectors})


def compact_residue(n, seed, index):
    size = (n.bit_length() + 7) // 8
    data = b"blindscore compact v1" + size.to_bytes(4, "big") + n.to_bytes(size, "big") + seed + index.to_bytes(8, "big")
    return int.from_bytes(mgf1(data, size + 16), "big") % n


def make_compact():
    """high = ⌊c / n⌋, where c = h·(1 + mn) and h is the n-th residue with h ≡ lo mod n."""
    rng = generator("compact")
    keys = json.loads(pathlib.Path(__file__).with_name("keys.json").read_text())["vectors"]
    vectors = []
    for key in keys:
        n, p, q = (int(key[name], 16) for name in "npq")
        if n.bit_length() < 500:
            continue
        seed = rng.randbytes(32)
        for index, m in [(0, 0), (1, 1), (7, n - 1), (2**32, rng.randrange(n)), (2**64 - 1, rng.randrange(n))]:
            lo = compact_residue(n, seed, index)
            # lo^n is an n-th residue; its root modulo n taken back gives the one that is lo modulo n.
            root = int(gmpy2.powmod(lo, pow(n, -1, (p - 1) * (q - 1)), n))
            h = int(gmpy2.powmod(root, n, n * n))
            assert h % n == lo
            high, low = divmod(h * (1 + m * n) % (n * n), n)
            assert low == lo
            vectors.append({"key": key["name"], "seed": seed.hex(), "index": str(index), "plaintext": hexadecimal(m),
                            "low": hexadecimal(lo), "high": hexadecimal(high)})
    write("compact.json", {"vectors": vectors})


def plan(d, n, g):
    """(k, t, S): the least t whose slot holds every sum and whose errors stay below 1/n of half a range each."""
    h, m, x = -(-d // 2), (n + 1).bit_length(), n << g
    for t in range(1, 200):
        k = t + m + g
        s = ((2 ** (k - 1) - 2 ** (t - 1) - 1) // x - h - 1) >> g
        if s << g >= 2 ** (t - 1) and s >= d * n + h + 1:
            break
    # What the plan promises, checked on exact numbers: sums fit beside the noise, and rounding (features, weights, the
    # intercept) and noise each cost at most 1/n of half a range, for weights that add up to all that the check grants.
    assert x * ((s << g) + h) + 1 <= 2 ** (k - 1) - 2 ** (t - 1)
    reach = 2**g + Fraction(1, 2**40)
    assert reach / (2 * x) + Fraction(d, 2 * s) + Fraction(1, 2 * x * s) <= Fraction(1, n)
    assert Fraction(2 ** (t - 1), x * s) <= Fraction(1, n)
    return k, t, s


RANGES = [(0.0, 100.0), (-20.0, 80.0), (-1e-300, 3e-301), (2.0**39, 2.0**39 + 1), (-8e307, 8e307), (0.1, 0.3)]


def maximum_error(low, high, n, g):
    """The double nearest to (high − low)(1/n + 2^(g − 50)) + 2 ulp of the larger end."""
    width = Fraction(high) - Fraction(low)
    return float(width * (Fraction(1, n) + Fraction(2**g, 2**50)) + 2 * Fraction(math.ulp(max(abs(low), abs(high)))))


def make_plans():
    plans = []
    some = [2, 3, 100, 10**4, 65536, 10**6, 10**9 - 1, 10**9]
    for d in [1, 2, 3, 4, 10, 11, 30, 100, 999, 1000, 4095, 4096]:
        for n in [2, 3, 7, 8, 100, 127, 128, 10**4, 65535, 65536, 10**6, 2**20 - 1, 10**9 - 1, 10**9]:
            for g in range(31 if n in some else 1):
                if n << g > 2**48:
                    break
                k, t, s = plan(d, n, g)
                low, high = RANGES[len(plans) % len(RANGES)]
                plans.append({
                    "columns": d, "steps": n, "headroom": g, "slotBits": k, "noiseBits": t, "informationBits": k - t,
                    "weightScale": s, "weightBits": (s << g).bit_length() + 1, "weightBitsWithLevels": (s << g + 1).bit_length() + 1,
                    "slots": {str(bits): (bits - 1) // k for bits in (2048, 3072, 4096)},
                    "range": [double(low), double(high)], "maximumError": double(maximum_error(low, high, n, g))})
    table = {(p["columns"], p["steps"], p["headroom"]): p for p in plans}
    assert [table[d, 10**6, 0]["slotBits"] for d in (4, 10, 100, 1000)] == [43, 45, 48, 51]
    assert table[10, 10**4, 0]["slotBits"] == 31 and table[10, 100, 0]["slotBits"] == 18
    assert [table[10, 10**6, g]["slotBits"] for g in (0, 4, 8, 20)] == [45, 53, 61, 85]
    assert [table[10, 10**6, g]["slots"]["2048"] for g in (0, 4, 8, 20)] == [45, 38, 33, 24]
    # What fixed-width integers have to hold, over all plans.
    assert max(p["slotBits"] for p in plans) <= 110 and max(p["weightBitsWithLevels"] for p in plans) <= 63
    assert max(p["steps"] * p["weightScale"] << 2 * p["headroom"] for p in plans) < 2**109
    body = ",\n".join(json.dumps(p, separators=(",", ":")) for p in plans)
    pathlib.Path(__file__).with_name("plans.json").write_text('{"vectors": [\n' + body + "\n]}\n")


if __name__ == "__main__":
    make_hashes()
    make_proofs()
    make_plans()
    make_compact()
    make_bad_proofs()
