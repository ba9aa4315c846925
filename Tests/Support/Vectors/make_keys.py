# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes keys.json: fixed Paillier keys for tests. Usage: python3 make_keys.py (needs gmpy2 and phe 1.5).

Structured primes p = 2fs + 1 have a known factorisation of p - 1 and a primitive root; plain ones come from
python-paillier's own key generation, whose random source is replaced by a seeded one. Nobody may use these keys for
anything but tests: their primes are published here.
"""

import math
from unittest import mock

import gmpy2
import phe

from common import generator, hexadecimal, write

FACTOR_BITS = 40


def factors(number):
    found, divisor = set(), 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found.add(divisor)
            number //= divisor
        divisor += 1
    return found | ({number} if number > 1 else set())


def primitive_root(p, factor, cofactor, candidates):
    orders = {2, cofactor} | factors(factor)
    assert math.prod(orders) <= p - 1 and all((p - 1) % order == 0 for order in orders)
    for g in candidates:
        if all(pow(g, (p - 1) // order, p) != 1 for order in orders):
            return g


def structured_prime(bits, rng):
    """p = 2fs + 1 of exactly `bits` bits, above sqrt(2) * 2^(bits - 1); f odd, s prime of bits - 41 bits."""
    least = math.isqrt(1 << (2 * bits - 1)) + 1
    while True:
        s = int(gmpy2.next_prime(rng.getrandbits(bits - FACTOR_BITS - 1) | 1 << (bits - FACTOR_BITS - 2)))
        if s.bit_length() != bits - FACTOR_BITS - 1:
            continue
        low, high = least // (2 * s) + 1, ((1 << bits) - 2) // (2 * s)
        for _ in range(4 * bits):
            f = rng.randrange(low, high) | 1
            p = 2 * f * s + 1
            if p >= least and p.bit_length() == bits and gmpy2.is_prime(p, 40):
                assert p % 4 == 3
                return p, f, primitive_root(p, f, s, iter(lambda: rng.randrange(2, p), None))


def structured_key(bits):
    rng = generator(f"structured key {bits}")
    while True:
        (p, f_p, g_p), (q, f_q, g_q) = structured_prime(bits // 2, rng), structured_prime(bits // 2, rng)
        if math.gcd(p - 1, q - 1) == 2 and abs(p - q).bit_length() > bits // 2 - 100:
            assert (p * q).bit_length() == bits
            return entry(f"structured-{bits}", p, q, f_p, f_q, g_p, g_q)


def toy_key(p, q, f_p, f_q):
    g_p = primitive_root(p, f_p, (p - 1) // (2 * f_p), range(2, p))
    g_q = primitive_root(q, f_q, (q - 1) // (2 * f_q), range(2, q))
    return entry(f"toy-{p}-{q}", p, q, f_p, f_q, g_p, g_q)


def imported_key(bits):
    rng = generator(f"phe key {bits}")
    with mock.patch("random.SystemRandom", lambda: rng):
        public, private = phe.generate_paillier_keypair(n_length=bits)
    assert public.n.bit_length() == bits
    return entry(f"phe-{bits}", private.p, private.q)


def entry(name, p, q, f_p=None, f_q=None, g_p=None, g_q=None):
    numbers = {"n": p * q, "p": p, "q": q, "pFactor": f_p, "qFactor": f_q, "pGenerator": g_p, "qGenerator": g_q}
    return {"name": name} | {field: hexadecimal(value) for field, value in numbers.items()}


if __name__ == "__main__":
    keys = [structured_key(bits) for bits in (512, 2048, 3072, 4096)]
    keys += [imported_key(bits) for bits in (512, 2048, 3072)]
    # Small enough to try every exponent. Both primes have the structure 2fs + 1, s^2 > p; gcd(p - 1, q - 1) = 2.
    keys += [toy_key(79, 83, 3, 1), toy_key(103, 107, 3, 1), toy_key(139, 191, 3, 5)]
    # p divides q - 1: the textbook noise is not what the key owner samples. No key may look like this.
    keys += [entry("toy-divides-7-43", 7, 43)]
    write("keys.json", {"vectors": keys})
