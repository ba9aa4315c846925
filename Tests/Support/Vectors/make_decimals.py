#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers as text: python3 make_decimals.py > decimals.json

fixed: a double, decimals, and its text by Python's correctly rounded formatting, without the sign of what rounds to zero.
up: a bound, digits, and the least decimal of so many digits whose double is not below the bound, by exact decimals.
places: a bound and the decimals of a number known up to it.
"""
import json, math, random, struct
from decimal import ROUND_CEILING, Context, Decimal

rng = random.Random(8)


def text(value, decimals):
    written = format(value, f".{decimals}f")
    return written.lstrip("-") if set(written) <= set("-0.") else written


def any_double():
    while True:
        value = struct.unpack("<d", rng.randbytes(8))[0]
        if math.isfinite(value):
            return value


fixed = [(value, decimals)
         for value in (0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.125, 0.375, -0.625, 1.0, 9.5, 99.95, 0.05, 0.25, 1e-7, -1e-7, 5e-324,
                       -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e22, -1e22, 1e23, 2.0 ** 53, 2.0 ** 63, 2.0 ** 64,
                       2.0 ** 64 - 2048, 2.0 ** 128, 999999999999999.9, 0.1 + 0.2, 1e19, 1e18, 9999999999999999999.0)
         for decimals in (0, 1, 2, 3, 7, 20, 27, 28, 55)]
fixed += [(rng.uniform(-1000, 1000), rng.randint(0, 14)) for _ in range(300)]
# Ties: multiples of an odd number of 2^-k, cut right before their last digit.
fixed += [(rng.choice((-1, 1)) * (2 * rng.randrange(2 ** 20) + 1) / 2 ** k, k - 1) for k in range(1, 31) for _ in range(8)]
fixed += [(any_double(), rng.randint(0, 340)) for _ in range(200)]
fixed += [(10.0 ** -k * rng.uniform(0.1, 10), k + rng.randint(0, 8)) for k in range(0, 320, 4)]

bounds = [1e-6, 1e-5, 0.00012, 1.2e-4, 0.1, 0.01, 0.099, 0.0999999, 0.1000000001, 1.0, 9.9, 9.99, 10.0, 99.5, 123456.0, 1e22, 1e300,
          1.7976931348623157e308, 5e-324, 1e-323, 2.2250738585072014e-308, 3e-310, 7e-320]
bounds += [math.exp(rng.uniform(-60, 20)) for _ in range(200)] + [math.exp(rng.uniform(-744, 709)) for _ in range(100)]


def up(bound, digits):
    exact = Decimal(bound)
    context = Context(prec=digits, rounding=ROUND_CEILING)
    rounded = context.create_decimal(exact)
    # A decimal a little lower may have the bound itself as its double: the double is what a reader gets.
    while True:
        lower = context.next_minus(rounded)
        if float(lower) < bound:
            return rounded
        rounded = lower


def value(decimal):
    number = float(decimal)
    return "inf" if math.isinf(number) else number


ups = [(bound, digits) for bound in bounds for digits in (1, 2, 4)]
print("{" + ",\n".join(f'"{name}": [\n' + ",\n".join(map(json.dumps, cases)) + "]" for name, cases in [
    ("fixed", [{"value": v, "decimals": d, "text": text(v, d)} for v, d in fixed]),
    ("up", [{"bound": b, "digits": d, "least": str(value(up(b, d)))} for b, d in ups]),
    ("places", [{"bound": b, "decimals": max(0, 1 - math.floor(math.log10(b)))} for b in bounds])]) + "}")
