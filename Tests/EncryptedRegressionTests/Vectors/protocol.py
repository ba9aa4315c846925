# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The native protocol's integers and bytes once more, from their definitions, on Python's integers and rationals.

A feature is `Numeric` or `Levels`, a row a list of doubles and indices of levels, None where a value is missing; coefficients
are one for each column: a number, or each level but the first.
"""
import hashlib
import math
import struct
from collections import namedtuple
from fractions import Fraction

Numeric = namedtuple("Numeric", "low high missing", defaults=[None])
Levels = namedtuple("Levels", "count missing", defaults=[None])


def bits(value):
    return format(struct.unpack(">Q", struct.pack(">d", value))[0], "016x")


def plan(d, n, g):
    """(k, t, S)."""
    h, m, x, t = -(-d // 2), (n + 1).bit_length(), n * 2**g, 1
    while True:
        k = t + m + g
        s = ((2 ** (k - 1) - 2 ** (t - 1) - 1) // x - h - 1) // 2**g
        if 2**g * s >= 2 ** (t - 1) and s >= d * n + h + 1:
            return k, t, s
        t += 1


def column_count(features):
    return sum(1 if isinstance(f, Numeric) else f.count - 1 for f in features)


def present(row, features):
    """The row with missing values filled in."""
    return [f.missing if value is None else value for value, f in zip(row, features)]


def quantise(row, features, x):
    """U, in IEEE doubles as the protocol prescribes; of a level 0, or X in its column."""
    integers = []
    for value, f in zip(present(row, features), features):
        if isinstance(f, Numeric):
            integers.append(round(x * ((value - f.low) / (f.high - f.low) * 2 - 1)))
        else:
            integers += [x * (level == value) for level in range(1, f.count)]
    return integers


def exact(row, features, intercept, coefficients):
    """The linear predictor."""
    rest, total = iter(coefficients), Fraction(intercept)
    for value, f in zip(present(row, features), features):
        if isinstance(f, Numeric):
            total += Fraction(next(rest)) * Fraction(value)
        else:
            total += Fraction(([0.0] + [next(rest) for _ in range(f.count - 1)])[value])
    return total


def scaled(features, output, intercept, coefficients):
    """(b, w): the model on numbers in −1 … 1, levels of 0 and 1, and an output in −1 … 1; w is a list for each feature."""
    low, high = map(Fraction, output)
    constant, rest, weights = 2 * Fraction(intercept) - low - high, iter(coefficients), []
    for f in features:
        if isinstance(f, Numeric):
            c, a, z = Fraction(next(rest)), Fraction(f.low), Fraction(f.high)
            constant += c * (a + z)
            weights.append([c * (z - a) / (high - low)])
        else:
            weights.append([2 * Fraction(next(rest)) / (high - low) for _ in range(f.count - 1)])
    return constant / (high - low), weights


def ends(features, constant, weights):
    """The least and the largest of constant + Σ w·u."""
    low = high = constant
    for f, w in zip(features, weights):
        low += -abs(w[0]) if isinstance(f, Numeric) else min(0, *w)
        high += abs(w[0]) if isinstance(f, Numeric) else max(0, *w)
    return low, high


def whole_model(features, output, intercept, coefficients, n, g):
    """(why it is refused, W for each column, B) of one output."""
    k, t, s = plan(column_count(features), n, g)
    b, w = scaled(features, output, intercept, coefficients)
    half, exact_half = Fraction(output[1] - output[0]) / 2, (Fraction(output[1]) - Fraction(output[0])) / 2
    if (max(map(abs, ends(features, b, w))) - 2**g) * exact_half > half / 2**40:
        return "model", [], None
    # What is granted for rounding must not lead beyond the weights' width, which is public.
    most = [s * 2**g * (1 if isinstance(f, Numeric) else 2) for f in features]
    weights = [[max(-top, min(top, round(s * x))) for x in xs] for xs, top in zip(w, most)]
    constant = round(n * 2**g * s * b)
    reach = ends(features, constant, [[n * 2**g * x for x in xs] for xs in weights])
    if max(map(abs, reach)) > 2 ** (k - 1) - 2 ** (t - 1):
        return "plan", [], None
    return None, [x for xs in weights for x in xs], constant


def least_headroom(features, output, intercept, coefficients, n):
    fitting = (g for g in range(31) if n * 2**g <= 2**48 and not whole_model(features, output, intercept, coefficients, n, g)[0])
    return next(fitting, None)


def decoded(total, output, n, g, s):
    """In IEEE doubles as the protocol prescribes."""
    low, high = output
    return (low / 2 + high / 2) + (high / 2 - low / 2) * (float(total) / (float(n * 2**g) * float(s)))


def maximum_error(output, n, g):
    low, high = output
    steps = (Fraction(high) - Fraction(low)) * (Fraction(1, n) + Fraction(2**g, 2**50))
    return steps + 2 * Fraction(math.ulp(max(abs(low), abs(high))))


def text(value):
    encoded = value.encode()
    return struct.pack(">I", len(encoded)) + encoded


def block(value):
    return struct.pack(">I", len(value)) + value


def double(value):
    """Adding a positive zero turns a negative zero into one."""
    return struct.pack(">d", value + 0.0)


LINKS = ["identity", "logistic", "exp", "softmax"]


def canonical(contract):
    """`ifMissing` is a number, or the index of a level."""
    data = struct.pack(">I", 1) + text(contract["name"]) + struct.pack(">QQ", contract["version"], contract["steps"])
    data += struct.pack(">II", contract["headroom"], len(contract["features"]))
    for f in contract["features"]:
        data += text(f["name"]) + text(f["unit"])
        if "levels" in f:
            data += b"\1" + struct.pack(">I", len(f["levels"])) + b"".join(map(text, f["levels"]))
            present = lambda index: struct.pack(">I", index)
        else:
            data += b"\0" + double(f["minimum"]) + double(f["maximum"])
            present = double
        data += b"\1" + present(f["ifMissing"]) if "ifMissing" in f else b"\0"
    data += struct.pack(">I", len(contract["outputs"]))
    for o in contract["outputs"]:
        data += text(o["name"]) + text(o["unit"]) + bytes([LINKS.index(o["link"])]) + double(o["minimum"]) + double(o["maximum"])
    return data


def binding(kind, contract, key, request, seed=None):
    """The hash of a stream's header."""
    data = text("blindscore stream v1") + struct.pack(">I", 1) + bytes([kind]) + block(contract) + block(key) + block(request)
    return hashlib.sha256(data + (b"\2" + block(seed) if seed else b"\1")).digest()
