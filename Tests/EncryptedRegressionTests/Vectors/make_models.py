#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes models.json: exact sums, attainable intervals, derived ranges and exchange scales, all in Python's rationals.

Doubles are their IEEE bits; a feature is the two ends of its range, or the number of its levels, and takes a coefficient for
each level but the first. Python divides integers and converts fractions with correct rounding, ties to even.
"""
import json
import math
import pathlib
import random
import struct
from fractions import Fraction

rng = random.Random("blindscore models")


def bits(value):
    return format(struct.unpack(">Q", struct.pack(">d", value))[0], "016x")


def nearest(value):
    """The double nearest to a rational, infinite where no finite one is."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def any_double():
    while True:
        value = struct.unpack(">d", rng.getrandbits(64).to_bytes(8, "big"))[0]
        if math.isfinite(value):
            return value


def modest_double():
    return rng.choice([1, -1]) * rng.random() * 10.0 ** rng.randrange(-6, 7)


EXTREMES = [0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 1.0, -1.0,
            1 + 2.0**-52, 1 - 2.0**-53, 2.0**-537, 2.0**-538, 2.0**511, 2.0**512, 1e-160, 1e160]


def sums():
    def vector(terms):
        total = sum((Fraction(x) * Fraction(y) for x, y in terms), Fraction(0))
        return {"terms": [[bits(x), bits(y)] for x, y in terms], "sign": (total > 0) - (total < 0),
                "rounded": bits(nearest(total) if total else 0.0)}
    for x in EXTREMES:
        for y in EXTREMES:
            yield vector([(x, y)])
    for _ in range(150):
        yield vector([(any_double(), any_double()) for _ in range(rng.randrange(1, 8))])
    for _ in range(100):
        yield vector([(modest_double(), modest_double()) for _ in range(rng.randrange(1, 40))])
    # Cancellation down to the last bit, and to nothing.
    for _ in range(60):
        terms = [(any_double(), any_double()) for _ in range(rng.randrange(1, 6))]
        back = [(-x, y) for x, y in terms]
        rng.shuffle(back)
        yield vector(terms + back + rng.choice([[], [(5e-324, 5e-324)], [(-5e-324, 5e-324)], [(1.0, 2.0**-60)]]))
    # Halfway between doubles, and just beside.
    for tail in (0.0, 5e-324, -5e-324):
        for odd in (0.0, 2.0**-52):
            yield vector([(1 + odd, 1.0), (2.0**-53, 1.0), (tail, 5e-324)])
            yield vector([(2.0**-1074, 1.0 + odd), (2.0**-1074, 0.5), (tail, 5e-324)])
    half = 2.0**970
    for tail in (0.0, 5e-324, -5e-324):
        yield vector([(1.7976931348623157e308, 1.0), (half, 1.0), (tail, 5e-324)])
        yield vector([(-1.7976931348623157e308, 1.0), (half, -1.0), (tail, 5e-324)])


def interval(features, intercept, coefficients):
    low = high = Fraction(intercept)
    rest = map(Fraction, coefficients)
    for feature in features:
        if isinstance(feature, int):
            effects = [0, *(next(rest) for _ in range(feature - 1))]
        else:
            coefficient = next(rest)
            effects = [coefficient * Fraction(end) for end in feature]
        low, high = low + min(effects), high + max(effects)
    return low, high


def shown(features):
    return [f if isinstance(f, int) else [bits(f[0]), bits(f[1])] for f in features]


def usable(low, high):
    if not (math.isfinite(low) and math.isfinite(high) and low < high and math.isfinite(high - low)):
        return False
    return high - low >= max(abs(low), abs(high)) * 2.0**-40


def inside(exact, low, high):
    slack = Fraction(high - low) / 2**41
    return exact[0] >= Fraction(low) - slack, exact[1] <= Fraction(high) + slack


def derived_range(exact):
    """The public range of an output whose owner gave none, or None."""
    low, high = nearest(exact[0]), nearest(exact[1])
    if low == high:
        low, high = low - 1, high + 1
    elif usable(low, high):
        step = Fraction(2) ** max(math.frexp(high - low)[1] - 1 - 3, -1074)
        ends = [math.floor(Fraction(low) / step), math.ceil(Fraction(high) / step)]
        low, high = nearest(ends[0] * step), nearest(ends[1] * step)
        if math.isfinite(high - low):
            kept = inside(exact, low, high)
            low, high = nearest((ends[0] - (not kept[0])) * step), nearest((ends[1] + (not kept[1])) * step)
    return (low, high) if usable(low, high) else None


def random_range(scale_spread=4):
    while True:
        low, high = sorted([rng.uniform(-1, 1) * 10.0 ** rng.randrange(-scale_spread, scale_spread + 1) for _ in range(2)])
        if rng.random() < 0.5:
            low, high = float(round(low)), float(round(high))
        if rng.random() < 0.3:
            low = 0.0
        if usable(low, high):
            return low, high


def models():
    def vector(features, intercept, coefficients):
        exact = interval(features, intercept, coefficients)
        derived = derived_range(exact)
        return {"features": shown(features), "intercept": bits(intercept),
                "coefficients": [bits(c) for c in coefficients],
                "interval": [bits(nearest(exact[0]) if exact[0] else 0.0), bits(nearest(exact[1]) if exact[1] else 0.0)],
                "derived": derived and [bits(derived[0]), bits(derived[1])]}
    yield vector([(0.0, 10.0)], 0.0, [0.1])
    yield vector([(0.0, 10.0)], 0.0, [0.8])
    yield vector([(0.0, 10.0)], 5.0, [0.0])
    yield vector([(0.0, 27.0), (0.0, 21.0)], 1.5, [0.8, -0.4])
    yield vector([(0.0, 1.0)], 1e300, [0.0])
    yield vector([(0.0, 1.0)], 1e300, [1.0])
    yield vector([(0.0, 1.0)], 2.0**41, [1.0])
    yield vector([(0.0, 1.0)], 2.0**39, [1.0])
    yield vector([(0.0, 1.0)], 2.0**39 + 1, [1.0 + 2.0**-50])
    yield vector([(0.0, 1e300)], 0.0, [1e300])
    yield vector([(-1.7e308, 0.0)], 0.0, [-1.0])
    yield vector([(0.0, 5e-324)], 0.0, [1.0])
    yield vector([(0.0, 1e-320)], 0.0, [0.7])
    yield vector([(-1.0, 1.0)], 0.0, [1.7e308])
    yield vector([(0.0, 3.0)], 2.0**30, [1 / 3])
    for _ in range(250):
        count = rng.choice([1, 1, 2, 3, 5, 10, 30])
        yield vector([random_range() for _ in range(count)], rng.choice([0.0, modest_double()]),
                     [rng.choice([0.0, modest_double(), round(rng.uniform(-3, 3), 1)]) for _ in range(count)])
    # Narrow outputs on large intercepts, where the ends' rounding shows.
    for _ in range(150):
        yield vector([(0.0, rng.choice([1.0, 8.0, rng.random()]))],
                     rng.choice([1, -1]) * (2.0 ** rng.randrange(10, 45) + rng.random()),
                     [rng.choice([1.0, 0.5, 0.1]) * (1 + rng.randrange(-3, 4) * 2.0**-52)])
    # Ends that round onto a multiple which the exact value exceeds by more than the slack.
    for sign in (1, -1):
        for tail in (2.0**-20, -(2.0**-20), 2.0**-30, 2.0**-45):
            for coefficient in (1 + tail, -1 - tail):
                yield vector([(0.0, 16.0)], sign * 2.0**44, [coefficient])
    # Categories, alone and among numbers: a category counts by its least and its largest level.
    for levels, effects in [(2, [1.0]), (2, [-1.0]), (2, [0.0]), (3, [0.25, 0.5]), (3, [-0.25, -0.5]), (3, [0.5, -0.25]), (64, [1.0] * 63)]:
        yield vector([levels], 0.1, effects)
    for _ in range(80):
        features = [rng.choice([2, 3, 7]) if rng.random() < 0.5 else random_range() for _ in range(rng.choice([1, 2, 5, 10]))]
        count = sum(f - 1 if isinstance(f, int) else 1 for f in features)
        yield vector(features, modest_double(), [rng.choice([0.0, modest_double(), round(rng.uniform(-3, 3), 1)]) for _ in range(count)])


def scales():
    def ends(features):
        """Of each column."""
        for f in features:
            yield from [(0.0, 1.0)] * (f - 1) if isinstance(f, int) else [f]

    def feature_scale(features, headroom):
        # Widths are doubles; the exact ones would give the same here.
        def rule(widths):
            total = 2**headroom * sum(1 / w for w in widths)
            return next((f for f in range(0, 257, 4) if total / 2 ** (f + 1) <= Fraction(1, 10**10)), None)
        result = rule([Fraction(high - low) for low, high in ends(features)])
        assert result == rule([Fraction(high) - Fraction(low) for low, high in ends(features)])
        return result

    def weight_scale(features, output):
        total = sum(max(abs(Fraction(low)), abs(Fraction(high))) for low, high in ends(features))
        width = Fraction(output[1]) - Fraction(output[0])
        return next((f for f in range(0, 769, 4) if total / 2 ** (f + 1) <= width / 10**10), None)

    def vector(features, outputs, headroom=0):
        return {"features": shown(features), "outputs": [[bits(a), bits(b)] for a, b in outputs], "headroom": headroom,
                "featureScale": feature_scale(features, headroom), "weightScales": [weight_scale(features, o) for o in outputs]}
    # Ties of the rule, and their neighbours: 10^10 / 2^(f+1) as a width, and as the sum of the magnitudes.
    for f in (0, 4, 8, 12, 16):
        tie = 10.0**10 / 2 ** (f + 1)
        for width in (tie, math.nextafter(tie, 0), math.nextafter(tie, math.inf)):
            yield vector([(0.0, width)], [(0.0, 1.0)])
        yield vector([(0.0, 2 * tie), (-tie, tie)], [(0.0, 1.0)])
        yield vector([(0.0, 3 * tie)] * 3, [(0.0, 1.0)])
        for width in (tie, math.nextafter(tie, 0), math.nextafter(tie, math.inf)):
            yield vector([(0.0, 1.0)], [(0.0, 1 / width), (-1.0, 1.0)])
        top = 2.0 ** (f + 1)
        for magnitude in (top, math.nextafter(top, 0), math.nextafter(top, math.inf)):
            yield vector([(0.0, magnitude)], [(0.0, 1e10)])
            yield vector([(0.0, magnitude / 2), (-magnitude / 2, 0.0)], [(-5e9, 5e9)])
    yield vector([(0.0, 1e300)], [(0.0, 1e-300)])
    yield vector([(0.0, 1e-300)], [(0.0, 1.0)])
    yield vector([(0.0, 1.7e308)], [(0.0, 1.7e308)])
    yield vector([(1e-300, 1e300), (0.0, 1.0)], [(0.0, 1e299)])
    yield vector([(0.0, 2.0**-220), (0.0, 1.0)], [(0.0, 1.0)])
    yield vector([(0.0, 2.0**-230), (0.0, 1.0)], [(0.0, 1.0)])
    yield vector([(0.0, 2.0**730)], [(0.0, 1.0)])
    yield vector([(0.0, 2.0**740)], [(0.0, 1.0)])
    yield vector([(2.0**39, 2.0**39 + 1)], [(2.0**38, 2.0**38 + 0.5)])
    for _ in range(250):
        count = rng.choice([1, 2, 3, 10, 30])
        yield vector([random_range(8) for _ in range(count)], [random_range(8) for _ in range(rng.choice([1, 1, 2, 5]))])
    for headroom in (1, 2, 3, 4, 5, 20, 28):
        yield vector([(0.0, 10.0**10 / 2)], [(0.0, 1.0)], headroom)
        yield vector([(0.0, 27.0), 3, (-1.0, 1.0), 2], [(0.0, 1.0), (-50.0, 50.0)], headroom)
    for levels in ([2], [64], [2, 2, 5], [64] * 65):
        yield vector(levels, [(0.0, 1.0), (-1e6, 1e6)])
    for _ in range(60):
        features = [rng.choice([2, 3, 7]) if rng.random() < 0.4 else random_range(8) for _ in range(rng.choice([1, 2, 10]))]
        yield vector(features, [random_range(8)], rng.randrange(29))


def main():
    document = {"source": "make_models.py, Python's fractions", "sums": list(sums()), "models": list(models()),
                "scales": list(scales())}
    path = pathlib.Path(__file__).with_name("models.json")
    path.write_text(json.dumps(document, separators=(",", ":")).replace("},", "},\n") + "\n")
    print({name: len(value) for name, value in document.items() if name != "source"}, path.stat().st_size, "bytes")


main()
