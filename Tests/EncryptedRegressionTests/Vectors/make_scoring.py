#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes scoring.json: models and rows in the native protocol's integers, from Python's rationals, least headrooms, decoded
predictions, canonical bytes and bindings.

Doubles are their IEEE bits, integers decimal. Features and coefficients are runs: a value and how often it follows. In rows a
double is a text, a level its index, a missing value null. Every sum, decoded with the noise at both ends, is checked against
the error that the plan promises.
"""
import hashlib
import json
import math
import pathlib
import random
from fractions import Fraction

from protocol import (Levels, Numeric, binding, bits, canonical, column_count, decoded, ends, exact, least_headroom, maximum_error,
                      plan, quantise, scaled, whole_model)

rng = random.Random("blindscore scoring")

def runs(values):
    grouped = []
    for value in values:
        if grouped and grouped[-1][0] == value:
            grouped[-1][1] += 1
        else:
            grouped.append([value, 1])
    return grouped


def feature_runs(features):
    for f, count in runs(features):
        shown = {"low": bits(f.low), "high": bits(f.high)} if isinstance(f, Numeric) else {"levels": f.count}
        if f.missing is not None:
            shown |= {"ifMissing": bits(f.missing)} if isinstance(f, Numeric) else {"ifMissingLevel": f.missing}
        yield shown | {"count": count}


def coefficient_runs(values):
    return [{"value": bits(v), "count": c} for v, c in runs(values)]


def model(name, n, features, outputs, intercepts, coefficients, rows=(), g=0):
    features = [f if isinstance(f, (Numeric, Levels)) else Numeric(*f) for f in features]
    k, t, s = plan(column_count(features), n, g)
    results = [whole_model(features, o, i, c, n, g) for o, i, c in zip(outputs, intercepts, coefficients)]
    refusal = next((why for why, _, _ in results if why), None)
    integers, sums = [quantise(row, features, n * 2**g) for row in rows], []
    for row, quantised in zip(rows, integers):
        if refusal:
            break
        sums.append([])
        for output, intercept, c, (_, weights, constant) in zip(outputs, intercepts, coefficients, results):
            total = constant + sum(x * y for x, y in zip(weights, quantised, strict=True))
            assert abs(total) <= 2 ** (k - 1) - 2 ** (t - 1)
            for noise in (-(2 ** (t - 1)), 2 ** (t - 1) - 1):
                error = Fraction(decoded(total + noise, output, n, g, s)) - exact(row, features, intercept, c)
                assert abs(error) <= maximum_error(output, n, g), (name, row)
            sums[-1].append(str(total))
    return {
        "name": name, "steps": n, "headroom": g, "features": list(feature_runs(features)),
        "outputs": [[bits(a), bits(z)] for a, z in outputs], "intercepts": [bits(x) for x in intercepts],
        "coefficients": [coefficient_runs(row) for row in coefficients], "refusal": refusal,
        "weights": [[{"value": str(v), "count": c} for v, c in runs(w)] for _, w, _ in results] if not refusal else [],
        "constants": [str(x) for _, _, x in results] if not refusal else [],
        "rows": [[bits(x) if isinstance(x, float) else x for x in row] for row in rows], "integers": integers, "sums": sums}


def exact_range(features, intercept, coefficients, g=0):
    """Doubles around all that a model attains, close or not; with headroom, 2^g times as narrow about some centre."""
    low, high = ends(features, *scaled(features, (-1.0, 1.0), intercept, coefficients))
    width = high - low or 1
    if g == 0:
        below, above = (Fraction(rng.choice([2**-30, 0.1, 1])) for _ in range(2))
        return float(low - width * below), float(high + width * above)
    centre = low + width * Fraction(rng.choice([0.5, 0.4, 0.875]))
    half = max(high - centre, centre - low) / 2**g * (1 + Fraction(rng.choice([2**-9, 0.2])))
    return float(centre - half), float(centre + half)


def random_models():
    shapes = [(1, 2, 1), (1, 10**6, 1), (2, 3, 2), (3, 100, 1), (4, 10**6, 3), (4, 10**9, 1), (10, 10**6, 1),
              (10, 10**6, 4), (10, 10**4, 2), (11, 127, 1), (30, 10**6, 1), (100, 10**6, 2), (100, 65536, 1)]
    for d, n, outputs in shapes:
        features = []
        for _ in range(d):
            start = rng.choice([0.0, rng.uniform(-1, 1) * 10.0 ** rng.randrange(-3, 5)])
            features.append(Numeric(start, start + rng.uniform(0.5, 2) * 10.0 ** rng.randrange(-2, 4)))
        yield random_model(features, n, outputs, 0)
    headrooms = [0, 1, 3, 8, 20, 30]
    for index, (d, n, outputs) in enumerate(shapes[:-2] + shapes[:-1]):
        g = max(g for g in [headrooms[index % 6], headrooms[index // 3 % 6], 0][:2 + index % 2] + [0] if n * 2**g <= 2**48)
        features = []
        for _ in range(d):
            if index >= len(shapes) - 2 and rng.random() < 0.4:
                count = rng.choice([2, 2, 3, 5, 12, 64 if d < 11 else 4])
                features.append(Levels(count, rng.choice([None, 0, count - 1])))
            else:
                start = rng.choice([0.0, rng.uniform(-1, 1) * 10.0 ** rng.randrange(-3, 7)])
                end = start + rng.uniform(0.5, 2) * 10.0 ** rng.randrange(-2, 4)
                features.append(Numeric(start, end, rng.choice([None, start, end, (start + end) / 2])))
        yield random_model(features, n, outputs, g, f"{index}, ")


def random_model(features, n, outputs, g, place=""):
    d = len(features)
    intercepts = [rng.uniform(-50, 50) for _ in range(outputs)]
    coefficients = []
    for _ in range(outputs):
        coefficients.append([])
        for f in features:
            scale = f.high - f.low if isinstance(f, Numeric) else 1.0
            for _ in range(1 if isinstance(f, Numeric) else f.count - 1):
                coefficients[-1].append(rng.choice([0.0, 1.0, 1.0, 1.0]) * rng.uniform(-10, 10) / scale)
    ranges = [exact_range(features, *x, g) for x in zip(intercepts, coefficients)]

    def end(f, last):
        return (f.high if last else f.low) if isinstance(f, Numeric) else (f.count - 1 if last else 0)
    rows = [[end(f, False) for f in features], [end(f, True) for f in features],
            [end(f, i % 2 == 0) for i, f in enumerate(features)], [end(f, i % 2 == 1) for i, f in enumerate(features)]]
    rows += [[min(f.high, max(f.low, rng.uniform(f.low, f.high))) if isinstance(f, Numeric) else rng.randrange(f.count)
              for f in features] for _ in range(3)]
    if any(f.missing is not None for f in features):
        rows.append([value if f.missing is None else None for value, f in zip(rows[-1], features)])
    # The rows at which the first output is least and greatest.
    if g or any(isinstance(f, Levels) for f in features):
        for sign in (-1, 1):
            rest, rows = iter(coefficients[0]), [*rows, []]
            for f in features:
                if isinstance(f, Numeric):
                    rows[-1].append(end(f, sign * next(rest) > 0))
                else:
                    choices = [0.0] + [next(rest) for _ in range(f.count - 1)]
                    rows[-1].append(max(range(f.count), key=lambda i: sign * choices[i]))
    kinds = (f", headroom={g}" if g else "") + (", levels" if any(isinstance(f, Levels) for f in features) else "")
    return model(f"random {place}d={d} n={n} outputs={outputs}{kinds}", n, features, ranges, intercepts, coefficients, rows, g)


def edge_models():
    unit, huge = (-1.0, 1.0), (-8e307, 8e307)
    slack = 1 + 2.0**-40
    ends = [[-1.0], [1.0], [0.0], [-0.0], [0.5], [2.0**-1074]]
    for c in (1.0, -1.0, slack, -slack, slack + 2.0**-52, 0.0, -0.0):
        yield model(f"one weight of {c!r}", 10**6, [unit], [unit], [0.0], [[c]], ends if abs(c) <= slack else ())
    for b, c in [(1.0, 0.0), (-1.0, 0.0), (slack, 0.0), (0.5, 0.5), (-0.5, 0.5), (2.0**-40, 1.0), (2.0**-39, 1.0), (0.0, 1.0)]:
        yield model(f"intercept {b!r}, weight {c!r}", 2, [unit], [unit], [b], [[c]])
    # Ties: N·u and S·w exactly half an integer.
    for n in (2, 3, 7, 100):
        s = plan(1, n, 0)[2]
        yield model(f"ties at n={n}", n, [(0.0, 2.0)], [(-8.0, 8.0)], [0.0], [[8 * (2 * i + 1) / (2 * s)] for i in (0,)],
                    [[1.0], [1 + 0.5 / n], [1 - 0.5 / n], [1 + 1.5 / n], [1 - 1.5 / n]])
    # Numbers of any size.
    yield model("huge", 10**6, [huge], [huge], [0.0], [[1.0]], [[-8e307], [8e307], [0.0], [1e307]])
    yield model("huge coefficient", 10**6, [(0.0, 2.0**-1000)], [(0.0, 2.0**20)], [0.0], [[2.0**1020]],
                [[0.0], [2.0**-1000], [2.0**-1001]])
    yield model("tiny", 10**6, [(0.0, 5e-324)], [(0.0, 5e-324)], [0.0], [[1.0]], [[0.0], [5e-324]])
    yield model("tiny and huge", 10**9, [(0.0, 1e-310), (-1e300, 1e300)], [(-3.0, 3.0)], [0.5], [[1e308, -1e-300]],
                [[0.0, -1e300], [1e-310, 1e300], [5e-311, 1e299]])
    yield model("far from zero", 10**9, [(1e12, 1e12 + 1)], [(2.0**39, 2.0**39 + 1)], [2.0**39 - 0.7e12 + 0.1], [[0.7]],
                [[1e12], [1e12 + 0.3], [1e12 + 0.7], [1e12 + 1]])
    yield model("cancels", 10**6, [(1e12, 1e12 + 4), (1e12, 1e12 + 4)], [(-8.0, 8.0)], [1.0], [[1.0, -1.0]],
                [[1e12, 1e12 + 4], [1e12 + 2, 1e12 + 2]])
    # Thousands of features, where what is granted for rounding is more than an integer: W is held at S, or the slot is too narrow.
    d, n = 4096, 10**9
    s = plan(d, n, 0)[2]
    for sign in (1, -1):
        yield model(f"held at {'−' if sign < 0 else ''}S", n, [unit] * d, [unit], [0.0], [[sign * slack] + [0.0] * (d - 1)])
    # All weights just above half an integer, so that all are rounded up; the first one fills what is granted.
    tail, granted = Fraction(1, 2) + Fraction(1, 2**12), s * (1 + Fraction(1, 2**40))
    for name, short in (("refused", 0), ("accepted", 3)):
        whole = int(granted - d * tail) - short
        first, other = whole - (d - 1) * (whole // d), whole // d
        yield model(f"all rounded up, {name}", n, [unit] * d, [unit], [0.0],
                    [[float((first + tail) / s)] + [float((other + tail) / s)] * (d - 1)])


def headroom_models():
    unit, slack = (-1.0, 1.0), 2.0**-40
    for g in (1, 10, 28):
        top = 2.0**g
        # The slack is absolute: beside a weight of 2^g it is less than one of its units in the last place.
        for b, c in [(0.0, top), (0.0, -top), (slack, top), (-slack, -top), (2 * slack, top), (top, 0.0), (-top, slack),
                     (-top, 2 * slack), (top / 2, top / 2), (top / 2, -top / 2), (1.0, top)]:
            yield model(f"headroom {g}, intercept {b!r}, weight {c!r}", 10**6, [unit], [unit], [b], [[c]],
                        [[-1.0], [1.0], [0.0], [-0.3]] if abs(b) + abs(c) <= top else (), g)
        # The reference level at one end and another level at the other; a missing value is the other one.
        for b, c in [(-top, 2 * top), (top, -2 * top), (-top + slack, 2 * top), (-top + 2 * slack, 2 * top)]:
            yield model(f"headroom {g}, reference {b!r}, level {c!r}", 10**6, [Levels(3, 2)], [unit], [b],
                        [[math.copysign(0.5, c), c]], [[0], [1], [2], [None]] if abs(b + c) <= top else (), g)
    # Categories count by their least and largest level, not by their sum.
    yield model("levels of both signs", 10**6, [Levels(4), Levels(2)], [unit], [0.25], [[0.5, -0.5, 0.25, -0.75]],
                [[i, j] for i in range(4) for j in range(2)])
    yield model("levels above by both", 10**6, [Levels(4), Levels(2)], [unit], [0.25], [[0.5, -0.5, 0.25, 0.75]])
    yield model("levels below by both", 10**6, [Levels(4), Levels(2)], [unit], [-0.25], [[0.5, -0.5, 0.25, -0.75]])
    yield model("only levels", 2, [Levels(2), Levels(2), Levels(2)], [(0.0, 3.0)], [0.0], [[1.0, 1.0, 1.0]],
                [[i, j, k] for i in range(2) for j in range(2) for k in range(2)])
    # As many columns as there may be, and what is granted for rounding is more than an integer.
    for sign in (1, -1):
        minus = "−" if sign < 0 else ""
        yield model(f"4,096 columns, held at {minus}2S", 10**9, [*[Levels(64)] * 65, unit], [unit], [-sign * 1.0],
                    [[sign * (2 + 2.0**-40)] + [0.0] * 4095])
        yield model(f"4,096 columns, headroom, held at {minus}2^g·S", 10**9, [unit] * 4096, [unit], [0.0],
                    [[sign * (8 + 2.0**-40)] + [0.0] * 4095], g=3)
    # (year − 2000)³ / 1000 by powers of the year: effects a million times as large as what they add up to.
    powers = [(1990.0**i, 2010.0**i) for i in (1, 2, 3)]
    rows = [[float(year**i) for i in (1, 2, 3)] for year in range(1990, 2011, 4)]
    for g in (17, 18, 19, 20, 28):
        yield model(f"powers of a year, headroom {g}", 10**6, powers, [(-1.5, 1.5)], [-8e6], [[12000.0, -6.0, 1e-3]], rows, g)


def headrooms():
    def vector(features, output, intercept, coefficients, n):
        return {"features": list(feature_runs(features)), "range": [bits(x) for x in output], "intercept": bits(intercept),
                "coefficients": coefficient_runs(coefficients), "steps": n,
                "headroom": least_headroom(features, output, intercept, coefficients, n)}
    unit = (-1.0, 1.0)
    for n in (2, 10**6, 10**9):
        for reach in (0.5, 1.0, 1 + 2.0**-40, 1 + 2.0**-39, 2.0, 2.0 + 2.0**-40, 2.0 + 2.0**-39, 3.0, 2.0**18, 2.0**18 * 1.001,
                      2.0**28, 2.0**28 * 1.001, 2.0**30, 2.0**30 * 1.001, 1e300):
            yield vector([Numeric(*unit)], unit, 0.0, [reach], n)
            yield vector([Levels(2)], unit, -reach, [2 * reach], n)
    # Roundings of many weights that add up decide.
    d, n = 4096, 10**9
    s, tail = plan(d, n, 0)[2], Fraction(1, 2) + Fraction(1, 2**12)
    for short in (0, 3):
        whole = int(s * (1 + Fraction(1, 2**40)) - d * tail) - short
        first, other = whole - (d - 1) * (whole // d), whole // d
        yield vector([Numeric(*unit)] * d, unit, 0.0, [float((first + tail) / s)] + [float((other + tail) / s)] * (d - 1), n)
    for _ in range(60):
        features = [Levels(rng.choice([2, 3, 9])) if rng.random() < 0.3 else
                    Numeric(*sorted((rng.uniform(-9, 9), rng.uniform(10, 99)))) for _ in range(rng.randrange(1, 8))]
        coefficients = [rng.uniform(-5, 5) for _ in range(column_count(features))]
        output = exact_range(features, 3.0, coefficients, rng.randrange(1, 32))
        yield vector(features, output, 3.0, coefficients, rng.choice([2, 100, 10**6, 10**9]))


def decodings():
    for d, n, g in [(1, 2, 0), (10, 10**6, 0), (10, 10**6, 20), (4096, 10**9, 18), (3, 2, 30), (100, 65536, 7)]:
        k, _, s = plan(d, n, g)
        for output in [(-20.0, 80.0), (0.1, 0.3), (2.0**39, 2.0**39 + 1), (-8e307, 8e307)]:
            top = 2 ** (k - 1)
            for total in [0, 1, -1, top - 1, -top, rng.randrange(-top, top), rng.randrange(-top, top)]:
                yield {"columns": d, "steps": n, "headroom": g, "range": [bits(x) for x in output], "sum": str(total),
                       "prediction": bits(decoded(total, output, n, g, s))}


def numeric(name, unit, minimum, maximum, **rest):
    return {"name": name, "unit": unit, "minimum": minimum, "maximum": maximum, **rest}


def category(name, levels, unit="", **rest):
    return {"name": name, "unit": unit, "levels": levels, **rest}


def contracts():
    plain = {"name": "relapse", "version": 1, "steps": 10**6, "headroom": 0, "features": [numeric("phq9", "points", 0.0, 27.0)],
             "outputs": [numeric("risk", "", -4.0, 4.0, link="logistic")]}
    yield plain
    yield plain | {"version": 2**63 - 1, "steps": 10**9}
    yield plain | {"name": "Rückfall 再発", "features": [
        numeric("ärger", "°C", -0.0, 1.5), numeric("x\u0000y", "", -5e-324, 0.0)]}
    yield plain | {"outputs": [numeric("a", "", -1.0, 1.0, link="identity"), numeric("b", "u", 0.0, 1.0, link="exp")], "steps": 2}
    yield plain | {"outputs": [numeric(name, "", -1.0, -0.0, link="softmax") for name in "abc"]}
    yield plain | {"headroom": 28}
    yield plain | {"headroom": 18, "steps": 10**9}
    yield plain | {"headroom": 30, "steps": 2}
    yield plain | {"features": [numeric("phq9", "points", 0.0, 27.0, ifMissing=8.25)]}
    yield plain | {"features": [numeric("phq9", "points", -1.0, 27.0, ifMissing=-0.0)]}
    yield plain | {"features": [numeric("phq9", "points", -1.0, 27.0, ifMissing=0.0)]}
    yield plain | {"features": [category("sex", ["female", "male"])]}
    yield plain | {"features": [category("sex", ["male", "female"])]}
    yield plain | {"features": [category("sex", ["female", "male"], ifMissing=1)]}
    # A level that is a missing value's text, one of another form of the same letter, one of 256 bytes, spaces inside.
    yield plain | {"headroom": 5, "features": [
        category("再発", ["nie", "NA", "é", "e\u0301", "再発 あり", "x" * 256], unit="状態", ifMissing=0),
        numeric("age", "a", 18.0, 99.0, ifMissing=44.5)]}
    yield plain | {"features": [category(f"c{i}", [f"{i}.{j}" for j in range(64)]) for i in range(3)]}


def contract_vector(contract):
    data = canonical(contract)

    def shown(part):
        part = {name: bits(value) if isinstance(value, float) else value for name, value in part.items()}
        if "levels" in part and "ifMissing" in part:
            part["ifMissingLevel"] = part.pop("ifMissing")
        return part
    return contract | {"features": [shown(p) for p in contract["features"]], "outputs": [shown(p) for p in contract["outputs"]],
                       "bytes": data.hex(), "id": hashlib.sha256(data).hexdigest()}


def headers():
    for kind, layout in ((1, 1), (2, 1), (1, 2)):
        for _ in range(2):
            contract, key, seed, request = (rng.randbytes(count) for count in (32, 32, 32, 16))
            seed = seed if layout == 2 else None
            yield {"kind": kind, "contract": contract.hex(), "key": key.hex(), "request": request.hex(),
                   "seed": seed and seed.hex(), "binding": binding(kind, contract, key, request, seed).hex()}


def lines(values):
    return "[\n" + ",\n".join(json.dumps(v, ensure_ascii=True) for v in values) + "\n]"


if __name__ == "__main__":
    lists = {"models": [*random_models(), *edge_models(), *headroom_models()], "headrooms": headrooms(), "decodings": decodings(),
             "contracts": map(contract_vector, contracts()), "headers": headers()}
    body = ",\n".join(f'"{name}": {lines(values)}' for name, values in lists.items())
    pathlib.Path(__file__).with_name("scoring.json").write_text("{\n" + body + "\n}\n")
