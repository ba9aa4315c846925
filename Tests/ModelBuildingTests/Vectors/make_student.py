#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Tail probabilities and quantiles of Student's t and the normal distribution, as JSON on standard output.

From the finite sums for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4) and the complementary error function,
with 3,000 bits, so that what the sums leave of 1 is exact. Where SciPy is installed it must agree.
"""
import json
import gmpy2
from gmpy2 import mpfr

gmpy2.get_context().precision = 3000


def tail(t, degrees):
    """The probability of being farther from zero than t."""
    t = mpfr(t)
    if degrees is None:
        return gmpy2.erfc(t / gmpy2.sqrt(mpfr(2)))
    theta = gmpy2.atan(t / gmpy2.sqrt(mpfr(degrees)))
    sine, cosine = gmpy2.sin(theta), gmpy2.cos(theta)
    if degrees % 2:
        total, term = mpfr(0), cosine
        for k in range(1, degrees - 1, 2):
            total += term
            term *= cosine * cosine * (k + 1) / (k + 2)
        return 1 - 2 / gmpy2.const_pi() * (theta + sine * total)
    total, term = mpfr(0), mpfr(1)
    for k in range(0, degrees - 1, 2):
        total += term
        term *= cosine * cosine * (k + 1) / (k + 2)
    return 1 - sine * total


def quantile(degrees):
    """The t with a tail of 0.05."""
    low, high = mpfr("1.9"), mpfr(13)
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle, degrees) > mpfr("0.05") else (low, middle)
    return float(low)


def main():
    degrees = [1, 2, 3, 4, 5, 7, 10, 15, 30, 57, 128, 199, 200, 201, 202, 1000, 20001, None]
    tails = [[n, t, float(tail(t, n))] for n in degrees
             for t in [0.0, 1e-9, 0.03125, 0.5, 1.0, 1.96875, 2.5, 5.0, 12.75, 37.0, 1e4] if n is None or n < 2000 or t < 40]
    quantiles = [[n, quantile(n)] for n in degrees if n is None or n < 2000]
    try:
        from scipy import stats
    except ImportError:
        pass
    else:
        for n, t, value in tails:
            theirs = 2 * (stats.norm.sf(t) if n is None else stats.t.sf(t, n))
            assert abs(value - theirs) <= 1e-9 * value + 1e-300, (n, t, value, theirs)
    print(json.dumps({"tails": tails, "quantiles": quantiles}))


main()
