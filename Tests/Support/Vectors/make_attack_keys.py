# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes attack_keys.json: keys of malicious clients. Usage: python3 make_attack_keys.py (needs gmpy2).

`vectors`: all prime factors of p - 1 and q - 1 but 2 have 17 to 21 bits and occur once, so discrete logarithms are easy for
whoever knows p and q. Still gcd(n, phi(n)) = 1: the proof of the key passes. `shared` are the factors that p - 1 and q - 1
have in common; g has full order modulo p and modulo q.

`unproven`: n = q * (product of `factors`), primes of 20 bits, each of which divides q - 1 once. So the order of an n-th power
modulo q is prime to all of them, and the proof of the key cannot pass; the order of g modulo q is a multiple of all of them.
"""

import math

import gmpy2

from common import generator, hexadecimal, write

HALF_BITS = 1024


def small_prime(rng, used):
    while True:
        prime = int(gmpy2.next_prime(rng.randrange(1 << 16, 1 << 20)))
        if prime not in used:
            used.add(prime)
            return prime


def smooth_prime(shared, used, rng):
    """p = 2 * (product of `shared` and of fresh primes) + 1 of exactly 1024 bits, the top two set, and the primes."""
    least, above = 3 << (HALF_BITS - 2), 1 << HALF_BITS
    while True:
        taken = set(used)
        primes = list(shared)
        while math.prod(primes).bit_length() < HALF_BITS - 30:
            primes.append(small_prime(rng, taken))
        cofactor = 2 * math.prod(primes)
        # The last factor decides the size: 20 or 21 bits when the others leave room for it.
        low, high = least // cofactor + 1, (above - 2) // cofactor
        if not (1 << 19 <= low and high < 1 << 21):
            continue
        for last in range(low | 1, high, 2):
            p = cofactor * last + 1
            if last not in taken and gmpy2.is_prime(last) and gmpy2.is_prime(p, 40):
                assert least <= p < above
                used |= taken | {last}
                return p, primes + [last]


def primitive_root(p, primes, rng):
    assert 2 * math.prod(primes) == p - 1 and len(set(primes)) == len(primes)
    while True:
        g = rng.randrange(2, p)
        if all(pow(g, (p - 1) // prime, p) != 1 for prime in [2, *primes]):
            return g


def attack_key(name, shared_count):
    rng = generator(f"attack key {name}")
    used = set()
    shared = [small_prime(rng, used) for _ in range(shared_count)]
    (p, p_primes), (q, q_primes) = smooth_prime(shared, used, rng), smooth_prime(shared, used, rng)
    n = p * q
    assert n.bit_length() == 2048 and math.gcd(n, (p - 1) * (q - 1)) == 1
    assert math.gcd(p - 1, q - 1) == 2 * math.prod(shared)
    g_p, g_q = primitive_root(p, p_primes, rng), primitive_root(q, q_primes, rng)
    g = g_p + p * ((g_q - g_p) * pow(p, -1, q) % q)
    numbers = {"n": n, "p": p, "q": q, "g": g}
    lists = {"pFactors": p_primes, "qFactors": q_primes, "shared": shared}
    return {"name": name} | {field: hexadecimal(value) for field, value in numbers.items()} | lists


def unproven_key(name, count):
    rng = generator(f"attack key {name}")
    factors = set()
    while len(factors) < count:
        factors.add(int(gmpy2.next_prime(rng.randrange(1 << 19, (1 << 20) - (1 << 8)))))
    factors = sorted(factors)
    product = math.prod(factors)
    # q = 2 * half * product + 1 such that n = q * product has 2048 bits.
    low, high = ((1 << bits) // (2 * product**2) for bits in (2 * HALF_BITS - 1, 2 * HALF_BITS))
    while True:
        half = rng.randrange(low + 1, high)
        q = 2 * half * product + 1
        if math.gcd(half, product) == 1 and gmpy2.is_prime(q, 40):
            break
    n = q * product
    assert n.bit_length() == 2048 and all(x.bit_length() == 20 and gmpy2.is_prime(x) for x in factors)
    assert all((q - 1) % x == 0 and (q - 1) % x**2 != 0 for x in factors)
    while True:
        g = rng.randrange(2, n)
        if math.gcd(g, n) == 1 and all(pow(g, (q - 1) // x, q) != 1 for x in factors):
            break
    numbers = {"n": n, "q": q, "g": g}
    return {"name": name} | {field: hexadecimal(value) for field, value in numbers.items()} | {"factors": factors}


if __name__ == "__main__":
    # 44 primes: more than the 783 bits of 30 weights at the default accuracy.
    keys = [attack_key("smooth", 0), attack_key("shared-smooth", 44)]
    write("attack_keys.json", {"vectors": keys, "unproven": [unproven_key("unproven", 44)]})
