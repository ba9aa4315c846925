# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes primes.json: primes, and composites that are hard to tell from primes. Usage: python3 make_primes.py (gmpy2).

Nothing is taken on trust: every claim (prime, composite, Carmichael number, strong pseudoprime to the bases listed) is
checked here before it is written. Sources of the numbers: psi values, Jaeschke 1993 and Sorenson-Webster 2015
(OEIS A014233); Carmichael numbers, OEIS A002997 and Chernick 1939; the 397-digit number, Arnault, J. Symbolic
Computation 20 (1995), 151-161; primes of FIPS 186 and RFC 7748 curves; Mersenne primes.
"""

import itertools
import math

import gmpy2

from common import generator, hexadecimal, write

PSI = [2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321, 341550071728321,
       3825123056546413051, 3825123056546413051, 3825123056546413051, 318665857834031151167461,
       3317044064679887385961981]
CARMICHAEL = [561, 1105, 1729, 2465, 2821, 6601, 8911, 10585, 15841, 29341, 41041, 825265, 321197185]
ARNAULT = int(
    "2967449566868551055015417464290533273077199179985304335099507553127683875317177019959423859642812118803366475"
    "4218345562493168782883")
PRIMES = {
    "P-256": 2**256 - 2**224 + 2**192 + 2**96 - 1, "P-384": 2**384 - 2**128 - 2**96 + 2**32 - 1, "25519": 2**255 - 19,
    "448": 2**448 - 2**224 - 1, "M61": 2**61 - 1, "M127": 2**127 - 1, "M521": 2**521 - 1, "M607": 2**607 - 1,
    "M1279": 2**1279 - 1, "below 2^64": 2**64 - 59, "above 2^64": 2**64 + 13, "below 2^16": 65521, "2^16 + 1": 65537}


def is_strong_pseudoprime(n, base):
    return gmpy2.is_strong_prp(n, base)


def small_primes(count):
    return list(itertools.islice((n for n in itertools.count(2) if gmpy2.is_prime(n)), count))


def is_carmichael(primes):
    n = math.prod(primes)
    return len(set(primes)) == len(primes) > 2 and all(
        gmpy2.is_prime(p, 50) and (n - 1) % (p - 1) == 0 for p in primes)


def factor(n):
    for p in range(2, 10**6):
        if n % p == 0:
            return [p] + (factor(n // p) if n > p else [])
    return [n]


def chernick(bits, rng):
    """A Carmichael number (6k + 1)(12k + 1)(18k + 1)."""
    while True:
        k = rng.getrandbits(bits)
        primes = [6 * k + 1, 12 * k + 1, 18 * k + 1]
        if all(gmpy2.is_prime(p, 30) for p in primes):
            assert is_carmichael(primes)
            return math.prod(primes)


def composite(source, n, bases=()):
    assert not gmpy2.is_prime(n, 60) and all(is_strong_pseudoprime(n, base) for base in bases), source
    return {"source": source, "value": hexadecimal(n), "prime": False, "strongPseudoprimeBases": list(bases)}


def prime(source, n):
    assert gmpy2.is_prime(n, 60), source
    return {"source": source, "value": hexadecimal(n), "prime": True, "strongPseudoprimeBases": []}


if __name__ == "__main__":
    rng = generator("primes")
    vectors = [prime(name, value) for name, value in PRIMES.items()]
    vectors += [prime(f"next prime after {bits} random bits", gmpy2.next_prime(rng.getrandbits(bits) | 1 << (bits - 1)))
                for bits in (17, 32, 63, 64, 65, 96, 128, 160, 192, 256, 512, 1024, 1536, 2048)]
    for count, n in enumerate(PSI, 1):
        vectors.append(composite(f"psi {count}", n, small_primes(count)))
    for n in CARMICHAEL:
        assert is_carmichael(factor(n))
        vectors.append(composite("Carmichael number", n))
    vectors += [composite(f"Chernick's Carmichael number, k of {bits} bits", chernick(bits, rng))
                for bits in (20, 40, 60, 170)]
    arnault = [ARNAULT, 313 * (ARNAULT - 1) + 1, 353 * (ARNAULT - 1) + 1]
    assert is_carmichael(arnault)
    vectors.append(composite("Arnault 1995", math.prod(arnault), [p for p in small_primes(100) if p < 307]))
    for bits in (32, 64, 128, 512, 1024):
        p = gmpy2.next_prime(rng.getrandbits(bits) | 1 << (bits - 1))
        vectors.append(composite(f"square of a {bits}-bit prime", p * p))
        vectors.append(composite(f"product of two {bits}-bit primes", p * gmpy2.next_prime(p)))
    # p and 2p - 1 both prime: p(2p - 1) passes Fermat and strong tests for about a quarter of all bases.
    for bits in (64, 256, 512):
        p = gmpy2.next_prime(rng.getrandbits(bits))
        while not gmpy2.is_prime(2 * p - 1, 40):
            p = gmpy2.next_prime(p)
        vectors.append(composite(f"p(2p - 1), p of {bits} bits", p * (2 * p - 1)))
    write("primes.json", {"vectors": vectors})
