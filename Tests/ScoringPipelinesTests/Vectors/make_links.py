#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Inverse links computed with 60 digits by Python's decimal module: python3 make_links.py > links.json"""
import json, random
from decimal import Decimal, getcontext

getcontext().prec = 60
getcontext().Emin, getcontext().Emax = -10 ** 6, 10 ** 6
rng = random.Random(3)


def softmax(values):
    powers = [Decimal(value).exp() for value in values]
    return [float(power / sum(powers)) for power in powers]


values = [0.0, 1.0, -1.0, 1e-300, -1e-20, 36.0, 37.0, -36.0, -37.5, 40.0, 700.0, 709.0, -700.0, -709.5, -745.0, -800.0, 5e4, -5e4]
values += [rng.uniform(-50, 50) for _ in range(60)]
logistic = [{"in": [v], "out": [float(1 / (1 + (-Decimal(v)).exp()))]} for v in values]
exponential = [{"in": [v], "out": [float(Decimal(v).exp())]} for v in values if v < 709.7]
vectors = [[0.0], [1.0, 1.0], [0.0, -1000.0], [1000.0, 1000.5, 999.0], [-1000.0, -1000.5, -999.0], [1e300, -1e300, 0.0], [5e4, 5e4 - 1]]
vectors += [[rng.uniform(-20, 20) for _ in range(rng.randint(2, 8))] for _ in range(40)]
# decimal cannot hold e^(10^300): there the answer is plain.
plain = {(1e300, -1e300, 0.0): [1.0, 0.0, 0.0]}
groups = [{"in": v, "out": plain.get(tuple(v)) or softmax(v)} for v in vectors]
print("{" + ",\n".join(f'"{name}": [\n' + ",\n".join(map(json.dumps, cases)) + "]"
                       for name, cases in [("logistic", logistic), ("exp", exponential), ("softmax", groups)]) + "}")
