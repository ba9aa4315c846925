# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes residues.json: products, powers, gcds and inverses at hostile limbs, by GMP.

Usage: python3 make_residues.py (needs gmpy2). Checked against Python's own integers as it goes.
"""

import math

import gmpy2

from common import PATTERNS, generator, hexadecimal, pattern, write

SIZES = [*range(1, 13), 15, 16, 17, 23, 24, 25, 31, 32, 33, 40, 47, 48, 49, 63, 64, 65, 95, 96, 97, 127, 128]
MODULI = ["allOnes", "topBit", "alternatingLimbs", "lowHalfOnes", "sparse", "random"]


def vector(limbs, modulus_name, a_name, b_name, rng):
    modulus = pattern(modulus_name, limbs, rng) | 1
    if modulus == 1:
        modulus = (1 << (64 * limbs)) - 1
    a, b = pattern(a_name, limbs, rng), pattern(b_name, limbs, rng)
    exponent = pattern(rng.choice(PATTERNS), rng.randrange(1, 4), rng)
    unit = math.gcd(a, modulus) == 1
    product, power = gmpy2.mpz(a) * b % modulus, gmpy2.powmod(a, exponent, modulus)
    inverse = gmpy2.invert(a, modulus) if unit else None
    assert product == a * b % modulus and power == pow(a, exponent, modulus)
    assert not unit or a * int(inverse) % modulus == 1 % modulus
    numbers = {"modulus": modulus, "a": a, "b": b, "exponent": exponent, "product": product, "power": power,
               "gcd": gmpy2.gcd(a, modulus), "inverse": inverse}
    return {"limbs": limbs, "patterns": f"{modulus_name} {a_name} {b_name}"} | {
        name: hexadecimal(value) for name, value in numbers.items()}


if __name__ == "__main__":
    vectors = []
    for limbs in SIZES:
        rng = generator(f"residues {limbs}")
        names = MODULI if limbs <= 4 else rng.sample(MODULI, 3 if limbs <= 33 else 2)
        vectors += [vector(limbs, name, rng.choice(PATTERNS), rng.choice(PATTERNS), rng) for name in names]
        # A non-unit: the modulus is a multiple of 3 or 5 and so is the operand.
        modulus = 15 * (pattern("random", limbs, rng) // 30 * 2 + 1)
        common = rng.choice([3, 5, 15])
        vectors.append(vector(limbs, "random", "random", "allOnes", rng) | {
            "patterns": "non-unit", "modulus": hexadecimal(modulus)})
        entry, a = vectors[-1], common * (pattern("random", limbs, rng) // 16)
        b, exponent = int(entry["b"], 16), int(entry["exponent"], 16)
        entry |= {"a": hexadecimal(a), "product": hexadecimal(a * b % modulus),
                  "power": hexadecimal(pow(a, exponent, modulus)), "gcd": hexadecimal(math.gcd(a, modulus)),
                  "inverse": None}
    write("residues.json", {"vectors": vectors})
