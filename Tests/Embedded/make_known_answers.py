#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes Answers.swift: known answers computed by Python's own integers, from a fixed seed.

    python3 make_known_answers.py > Answers.swift
"""
import fractions
import random

random.seed("blindscore embedded known answers")


def swift_words(value, bits):
    """An array literal of 64-bit words, most significant first."""
    digits = f"{value:0{bits // 4}x}"
    words = [digits[i : i + 16] for i in range(0, len(digits), 16)]
    grouped = ["0x" + "_".join(word[i : i + 4] for i in range(0, 16, 4)) for word in words]
    lines = [", ".join(grouped[i : i + 4]) for i in range(0, len(grouped), 4)]
    return "[\n" + "".join(f"        {line},\n" for line in lines) + "    ]"


def is_probable_prime(candidate):
    odd, twos = candidate - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(40):
        x = pow(random.randrange(2, candidate - 1), odd, candidate)
        if x in (1, candidate - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % candidate
            if x == candidate - 1:
                break
        else:
            return False
    return True


def prime(bits):
    while True:
        candidate = random.getrandbits(bits) | 3 << (bits - 2) | 1
        if is_probable_prime(candidate):
            return candidate


constants = []


def constant(name, comment, value, bits):
    constants.append(f"    /// {comment}\n    static let {name}: [UInt64] = {swift_words(value, bits)}\n")


modulus = random.getrandbits(2048) | 1 << 2047 | 1
a, b = random.randrange(modulus), random.randrange(modulus)
exponent = random.getrandbits(256) | 1 << 255
constant("modulus", "An odd modulus of 2048 bits.", modulus, 2048)
constant("a", "A residue.", a, 2048)
constant("b", "Another residue.", b, 2048)
constant("product", "`a · b`.", a * b % modulus, 2048)
constant("exponent", "An exponent of 256 bits.", exponent, 256)
constant("power", "`a` to the power `exponent`.", pow(a, exponent, modulus), 2048)
assert pow(pow(a, -1, modulus), -1, modulus) == a
constant("inverse", "The inverse of `a`.", pow(a, -1, modulus), 2048)

p, q = prime(256), prime(256)
n = p * q
r = random.randrange(1, n)
plaintext, weight = random.getrandbits(500), -(random.getrandbits(15) | 1 << 14)
ciphertext = (1 + plaintext * n) * pow(r, n, n * n) % (n * n)
constant("p", "The first prime of a 512-bit key, for tests alone.", p, 256)
constant("q", "The second prime.", q, 256)
constant("n", "The public key `p · q`.", n, 512)
constant("noise", "The `r` of the encryption.", r, 512)
constant("plaintext", "A plaintext below `n`.", plaintext, 512)
constant("ciphertext", "`(1 + plaintext · n) · noise^n mod n²`.", ciphertext, 1024)
constant("weighted", "`weight · plaintext mod n`.", weight * plaintext % n, 512)

# One row of a model of two features: 1.5 + 0.5 · 10 − 0.25 · 7.5, at the exponents of the python-paillier exchange.
features, low, high = [(0, 27), (0, 12)], -4, 20
budget = fractions.Fraction(1, 10**10)


def scale(cost):
    """The smallest multiple of 4 of bits with cost · 2^-(bits + 1) within the budget."""
    return next(bits for bits in range(0, 256, 4) if cost / 2 ** (bits + 1) <= budget)


feature_scale = scale(sum(fractions.Fraction(1, b - a) for a, b in features))
weight_scale = scale(fractions.Fraction(sum(max(abs(a), abs(b)) for a, b in features), high - low))
prediction = fractions.Fraction(3, 2) + fractions.Fraction(1, 2) * 10 - fractions.Fraction(1, 4) * fractions.Fraction(15, 2)
mantissa = prediction * 2 ** (feature_scale + weight_scale)
assert mantissa.denominator == 1
constant("prediction", "1.5 + 0.5 · 10 − 0.25 · 7.5 in units of 16^predictionExponent.", int(mantissa), 128)

print(f"""\
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Written by make_known_answers.py.

/// Known answers from Python's integers; words from the most significant on.
enum Answers {{
{chr(10).join(constants)}
    /// A negative weight of 16 bits.
    static let weight: Int64 = {str(weight)[:-3]}_{str(weight)[-3:]}

    /// The exponent of the prediction.
    static let predictionExponent = {-(feature_scale + weight_scale) // 4}
}}""")
