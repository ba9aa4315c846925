#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes scoring.json: models and rows in the native protocol's integers, from Python's rationals, and canonical bytes.

Doubles are their IEEE bits, integers decimal. Features and coefficients are runs: a value and how often it follows. The plan is
computed once more from its definition, and every sum is checked against the error that the plan promises.
"""
import hashlib
import json
import pathlib
import random
import struct
from fractions import Fraction

rng = random.Random("blindscore scoring")


def bits(value):
    return format(struct.unpack(">Q", struct.pack(">d", value))[0], "016x")


def plan(d, n):
    """(k, t, S)."""
    h, m, t = -(-d // 2), (n + 1).bit_length(), 1
    while True:
        k = t + m
        s = (2 ** (k - 1) - 2 ** (t - 1) - 1) // n - h - 1
        if s >= 2 ** (t - 1) and s >= d * n + h + 1:
            return k, t, s
        t += 1


def quantise(row, features, n):
    """U, in IEEE doubles as the protocol prescribes."""
    return [round(n * ((x - low) / (high - low) * 2 - 1)) for x, (low, high) in zip(row, features)]


def scaled(features, output, intercept, coefficients):
    """(b, w): the model on features in −1 … 1 with an output in −1 … 1."""
    low, high = map(Fraction, output)
    constant = 2 * Fraction(intercept) - low - high
    weights = []
    for (a, z), c in zip(features, coefficients):
        constant += Fraction(c) * (Fraction(a) + Fraction(z))
        weights.append(Fraction(c) * (Fraction(z) - Fraction(a)) / (high - low))
    return constant / (high - low), weights


def model(name, n, features, outputs, intercepts, coefficients, rows=()):
    d = len(features)
    k, t, s = plan(d, n)
    refusal, all_weights, all_intercepts, sums = None, [], [], []
    for output, intercept, row in zip(outputs, intercepts, coefficients):
        b, w = scaled(features, output, intercept, row)
        reach, half = sum(map(abs, w)), Fraction(output[1] - output[0]) / 2
        exact_half = (Fraction(output[1]) - Fraction(output[0])) / 2
        if (abs(b) + reach - 1) * exact_half > half / 2**40:
            refusal = "model"
            break
        weights = [max(-s, min(s, round(s * x))) for x in w]
        constant = round(n * s * b)
        if abs(constant) + n * sum(map(abs, weights)) > 2 ** (k - 1) - 2 ** (t - 1):
            refusal = "plan"
            break
        all_weights.append(weights)
        all_intercepts.append(constant)
    integers = [quantise(row, features, n) for row in rows]
    if refusal is None:
        for row, quantised in zip(rows, integers):
            sums.append([])
            for output, intercept, c, weights, constant in zip(outputs, intercepts, coefficients, all_weights, all_intercepts):
                total = constant + sum(x * y for x, y in zip(weights, quantised))
                exact = Fraction(intercept) + sum(Fraction(x) * Fraction(y) for x, y in zip(c, row))
                centre, half = (Fraction(output[1]) + Fraction(output[0])) / 2, (Fraction(output[1]) - Fraction(output[0])) / 2
                assert abs(total) <= 2 ** (k - 1) - 2 ** (t - 1)
                # Rounding and the client's floating point; the noise has the rest of 2·half/n.
                assert abs(centre + half * Fraction(total, n * s) - exact) <= half * (Fraction(1, n) + Fraction(1, 2**48))
                sums[-1].append(str(total))

    def runs(values):
        grouped = []
        for value in values:
            if grouped and grouped[-1][0] == value:
                grouped[-1][1] += 1
            else:
                grouped.append([value, 1])
        return grouped
    return {
        "name": name, "steps": n,
        "features": [{"low": bits(v[0]), "high": bits(v[1]), "count": c} for v, c in runs(features)],
        "outputs": [[bits(a), bits(z)] for a, z in outputs], "intercepts": [bits(x) for x in intercepts],
        "coefficients": [[{"value": bits(v), "count": c} for v, c in runs(row)] for row in coefficients],
        "refusal": refusal,
        "weights": [[{"value": str(v), "count": c} for v, c in runs(row)] for row in all_weights] if not refusal else [],
        "constants": [str(x) for x in all_intercepts] if not refusal else [],
        "rows": [[bits(x) for x in row] for row in rows], "integers": integers, "sums": sums}


def exact_range(features, intercept, coefficients):
    """Doubles around all that a model attains, close or not."""
    low = high = Fraction(intercept)
    for (a, z), c in zip(features, coefficients):
        ends = sorted([Fraction(c) * Fraction(a), Fraction(c) * Fraction(z)])
        low, high = low + ends[0], high + ends[1]
    width = high - low or 1
    below, above = (Fraction(rng.choice([2**-30, 0.1, 1])) for _ in range(2))
    return float(low - width * below), float(high + width * above)


def random_models():
    for d, n, outputs in [(1, 2, 1), (1, 10**6, 1), (2, 3, 2), (3, 100, 1), (4, 10**6, 3), (4, 10**9, 1), (10, 10**6, 1),
                          (10, 10**6, 4), (10, 10**4, 2), (11, 127, 1), (30, 10**6, 1), (100, 10**6, 2), (100, 65536, 1)]:
        features = []
        for _ in range(d):
            start = rng.choice([0.0, rng.uniform(-1, 1) * 10.0 ** rng.randrange(-3, 5)])
            features.append((start, start + rng.uniform(0.5, 2) * 10.0 ** rng.randrange(-2, 4)))
        intercepts = [rng.uniform(-50, 50) for _ in range(outputs)]
        coefficients = [[rng.choice([0.0, 1.0, 1.0, 1.0]) * rng.uniform(-10, 10) / (z - a) for a, z in features]
                        for _ in range(outputs)]
        ranges = [exact_range(features, *x) for x in zip(intercepts, coefficients)]
        lows, highs = [a for a, _ in features], [z for _, z in features]
        rows = [lows, highs, [x if i % 2 else y for i, (x, y) in enumerate(features)],
                [y if i % 2 else x for i, (x, y) in enumerate(features)]]
        rows += [[min(z, max(a, rng.uniform(a, z))) for a, z in features] for _ in range(3)]
        yield model(f"random d={d} n={n} outputs={outputs}", n, features, ranges, intercepts, coefficients, rows)


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
        s = plan(1, n)[2]
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
    s = plan(d, n)[2]
    for sign in (1, -1):
        yield model(f"held at {'−' if sign < 0 else ''}S", n, [unit] * d, [unit], [0.0], [[sign * slack] + [0.0] * (d - 1)])
    # All weights just above half an integer, so that all are rounded up; the first one fills what is granted.
    tail, granted = Fraction(1, 2) + Fraction(1, 2**12), s * (1 + Fraction(1, 2**40))
    for name, short in (("refused", 0), ("accepted", 3)):
        whole = int(granted - d * tail) - short
        first, other = whole - (d - 1) * (whole // d), whole // d
        yield model(f"all rounded up, {name}", n, [unit] * d, [unit], [0.0],
                    [[float((first + tail) / s)] + [float((other + tail) / s)] * (d - 1)])


def text(value):
    encoded = value.encode()
    return struct.pack(">I", len(encoded)) + encoded


def block(value):
    return struct.pack(">I", len(value)) + value


LINKS = ["identity", "logistic", "exp", "softmax"]


def canonical(contract):
    data = struct.pack(">I", 1) + text(contract["name"]) + struct.pack(">QQ", contract["version"], contract["steps"])
    for kind in ("features", "outputs"):
        data += struct.pack(">I", len(contract[kind]))
        for part in contract[kind]:
            data += text(part["name"]) + text(part["unit"])
            if kind == "outputs":
                data += bytes([LINKS.index(part["link"])])
            # Adding a positive zero turns a negative zero into one.
            data += struct.pack(">dd", part["minimum"] + 0.0, part["maximum"] + 0.0)
    return data


def contracts():
    def part(name, unit, minimum, maximum, link=None):
        fields = {"name": name, "unit": unit, "minimum": minimum, "maximum": maximum}
        return fields | ({"link": link} if link else {})
    plain = {"name": "relapse", "version": 1, "steps": 10**6, "features": [part("phq9", "points", 0.0, 27.0)],
             "outputs": [part("risk", "", -4.0, 4.0, "logistic")]}
    yield plain
    yield plain | {"version": 2**63 - 1, "steps": 10**9}
    yield plain | {"name": "Rückfall 再発", "features": [part("ärger", "°C", -0.0, 1.5), part("x\u0000y", "", -5e-324, 0.0)]}
    yield plain | {"outputs": [part("a", "", -1.0, 1.0, "identity"), part("b", "u", 0.0, 1.0, "exp")], "steps": 2}
    yield plain | {"outputs": [part(name, "", -1.0, -0.0, "softmax") for name in "abc"]}


def contract_vector(contract):
    data = canonical(contract)
    def shown(part):
        return part | {"minimum": bits(part["minimum"]), "maximum": bits(part["maximum"])}
    return contract | {"features": [shown(p) for p in contract["features"]], "outputs": [shown(p) for p in contract["outputs"]],
                       "bytes": data.hex(), "id": hashlib.sha256(data).hexdigest()}


def headers():
    for kind, layout in ((1, 1), (2, 1), (1, 2)):
        for _ in range(2):
            contract, key, seed = (rng.randbytes(32) for _ in range(3))
            data = text("blindscore stream v1") + struct.pack(">I", 1) + bytes([kind]) + block(contract) + block(key)
            data += bytes([layout]) + (block(seed) if layout == 2 else b"")
            yield {"kind": kind, "contract": contract.hex(), "key": key.hex(), "seed": seed.hex() if layout == 2 else None,
                   "binding": hashlib.sha256(data).hexdigest()}


def lines(values):
    return "[\n" + ",\n".join(json.dumps(v, ensure_ascii=True) for v in values) + "\n]"


if __name__ == "__main__":
    lists = {"models": [*random_models(), *edge_models()], "contracts": map(contract_vector, contracts()), "headers": headers()}
    body = ",\n".join(f'"{name}": {lines(values)}' for name, values in lists.items())
    pathlib.Path(__file__).with_name("scoring.json").write_text("{\n" + body + "\n}\n")
