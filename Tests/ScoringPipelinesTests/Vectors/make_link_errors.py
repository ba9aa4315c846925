#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Between what a prediction lies whose linear predictors are known up to errors: python3 make_link_errors.py > link_errors.json

With 60 digits by Python's decimal module, each end as the double nearest to it and what is left; null stands for infinity.
"""
import json, math, random
from decimal import Decimal, getcontext

getcontext().prec = 60
getcontext().Emin, getcontext().Emax = -10 ** 6, 10 ** 6
rng = random.Random(5)


def end(value):
    head = float(value)
    return None if math.isinf(head) else [head, float(value - Decimal(head))]


def ends(low, high):
    return {"low": end(low), "high": end(high)}


def logistic(x):
    return 1 / (1 + (-x).exp())


def softmax(index, values):
    return 1 / sum((value - values[index]).exp() for value in values)


def monotone(link, values, errors):
    return [ends(link(Decimal(v) - Decimal(e)), link(Decimal(v) + Decimal(e))) for v, e in zip(values, errors)]


def shares(values, errors):
    low = [Decimal(v) - Decimal(e) for v, e in zip(values, errors)]
    high = [Decimal(v) + Decimal(e) for v, e in zip(values, errors)]
    return [ends(softmax(k, high[:k] + low[k:k + 1] + high[k + 1:]), softmax(k, low[:k] + high[k:k + 1] + low[k + 1:]))
            for k in range(len(values))]


def error():
    return math.exp(rng.uniform(math.log(1e-12), math.log(30)))


cases = []
for value in [0.0, 1.0, -1.0, 35.0, 40.0, -40.0, 700.0, -700.0, -745.0, -800.0, 709.7] + [rng.uniform(-60, 60) for _ in range(60)]:
    for bound in (1e-6, error()):
        cases.append({"link": "logistic", "in": [value], "errors": [bound], "ends": monotone(logistic, [value], [bound])})
        cases.append({"link": "exp", "in": [value], "errors": [bound], "ends": monotone(lambda x: x.exp(), [value], [bound])})
groups = [[0.0], [1.0, 1.0], [0.0, -1000.0], [1000.0, 1000.5, 999.0], [0.0] * 256, [5e4, 5e4 - 1], [40.0, 0.0, -40.0, -80.5]]
groups += [[rng.uniform(-30, 30) for _ in range(rng.randint(2, 9))] for _ in range(50)]
groups += [[rng.uniform(-5, 5) + 1e6 for _ in range(100)]]
for values in groups:
    for errors in ([1e-6] * len(values), [error() for _ in values]):
        cases.append({"link": "softmax", "in": values, "errors": errors, "ends": shares(values, errors)})
print("[\n" + ",\n".join(map(json.dumps, cases)) + "]")
