# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""What the vector scripts share: seeded numbers, hostile limb patterns, and the writer."""

import json
import pathlib
import random

LIMB = 64


def write(name, document):
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(json.dumps(document, indent=1) + "\n")
    print(f"{name}: {path.stat().st_size} bytes")


def hexadecimal(value):
    return None if value is None else format(int(value), "x")


def generator(label):
    """A generator of its own for every label, so that adding a vector leaves the others unchanged."""
    return random.Random(f"blindscore {label}")


def pattern(name, limbs, rng):
    """A number of at most `limbs` limbs. The Swift tests use the same patterns (LimbPattern.swift)."""
    top = 1 << (LIMB * limbs)
    if name == "zero":
        return 0
    if name == "one":
        return 1
    if name == "allOnes":
        return top - 1
    if name == "topBit":
        return top >> 1
    if name == "lowHalfOnes":
        return (1 << (LIMB * limbs // 2)) - 1
    if name == "highHalfOnes":
        return (top - 1) ^ ((1 << (LIMB * limbs // 2)) - 1)
    if name == "alternatingLimbs":
        return sum(((1 << LIMB) - 1) << (LIMB * i) for i in range(0, limbs, 2))
    if name == "alternatingBits":
        return (top - 1) // 3
    if name == "oneLimbShort":
        return max((1 << (LIMB * (limbs - 1))) - 1, 1)
    if name == "sparse":
        return (1 << rng.randrange(LIMB * limbs)) | (1 << rng.randrange(LIMB * limbs)) | 1
    if name == "random":
        return rng.getrandbits(LIMB * limbs)
    raise ValueError(name)


PATTERNS = ["zero", "one", "allOnes", "topBit", "lowHalfOnes", "highHalfOnes", "alternatingLimbs",
            "alternatingBits", "oneLimbShort", "sparse", "random"]
