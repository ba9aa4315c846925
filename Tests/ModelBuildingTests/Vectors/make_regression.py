#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Least-squares problems with their exact solutions, as JSON on standard output.

    python3 make_regression.py > regression.json      the committed problems, some of them badly conditioned
    python3 make_regression.py --diabetes             scikit-learn's diabetes data, unscaled; made anew for every test

The normal equations are solved in rational arithmetic from the exact values of the doubles, so that the expected numbers are
correct to the last bit whatever the conditioning. Where scikit-learn is installed and the problem is benign, its LinearRegression
and Ridge must agree, or the script fails.
"""
import json, random, sys
from fractions import Fraction

# J. W. Longley 1967, "An appraisal of least squares programs for the electronic computer from the point of view of the user";
# NIST Statistical Reference Datasets give the certified solution that main() checks.
LONGLEY = """60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962"""
CERTIFIED = [-3482258.63459582, 15.0618722713733, -0.358191792925910E-01, -2.02022980381683, -1.03322686717359,
             -0.511041056535807E-01, 1829.15146461355]


def solve(rows, target, ridge):
    """Intercept and coefficients, exactly."""
    rows = [[Fraction(1)] + [Fraction(value) for value in row] for row in rows]
    target = [Fraction(value) for value in target]
    width = len(rows[0])
    matrix = [[sum(row[i] * row[j] for row in rows) for j in range(width)]
              + [sum(row[i] * value for row, value in zip(rows, target))] for i in range(width)]
    for i in range(1, width):
        matrix[i][i] += Fraction(ridge)
    for i in range(width):
        pivot = next(k for k in range(i, width) if matrix[k][i] != 0)
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        matrix[i] = [value / matrix[i][i] for value in matrix[i]]
        for k in range(width):
            if k != i and matrix[k][i] != 0:
                factor = matrix[k][i]
                matrix[k] = [a - factor * b for a, b in zip(matrix[k], matrix[i])]
    return [float(row[-1]) for row in matrix]


def problem(name, rows, target, ridge=0.0, tolerance=1e-12, benign=True):
    """`tolerance` bounds the error of a coefficient times its column's deviation, over the target's deviation."""
    rows, target = [[float(value) for value in row] for row in rows], [float(value) for value in target]
    solution = solve(rows, target, ridge)
    if benign:
        try:
            from sklearn.linear_model import LinearRegression, Ridge
        except ImportError:
            pass
        else:
            fit = (Ridge(alpha=ridge) if ridge else LinearRegression()).fit(rows, target)
            for ours, theirs in zip(solution[1:], fit.coef_):
                assert abs(ours - theirs) <= 1e-7 * max(abs(value) for value in fit.coef_), (name, ours, theirs)
    return {"name": name, "ridge": ridge, "tolerance": tolerance, "rows": rows, "target": target,
            "intercept": solution[0], "coefficients": solution[1:]}


def committed():
    rng = random.Random(7)
    longley = [[float(value) for value in line.split()] for line in LONGLEY.splitlines()]
    rows, target = [line[1:] for line in longley], [line[0] for line in longley]
    assert all(abs(a - b) <= 1e-14 * abs(b) * 10 for a, b in zip(solve(rows, target, 0), CERTIFIED))
    yield problem("longley", rows, target, tolerance=1e-11, benign=False)
    yield problem("longley, ridge", rows, target, ridge=0.5, tolerance=1e-11, benign=False)

    yield problem("three points", [[1], [2], [4]], [3, 5, 4])
    yield problem("as many rows as numbers to find", [[1, 2], [3, 5], [-4, 0.5]], [1, -2, 7.25])

    rows = [[round(rng.gauss(0, 1), 3) for _ in range(8)] for _ in range(60)]
    target = [round(2 + sum((j - 3) * value for j, value in enumerate(row)) + rng.gauss(0, 2), 3) for row in rows]
    yield problem("plain", rows, target)
    for ridge in [1e-3, 1.0, 250.0]:
        yield problem(f"plain, ridge {ridge}", rows, target, ridge=ridge)
    yield problem("ridge, more features than rows", [row + [row[0] * row[1], row[2] ** 2] for row in rows[:6]], target[:6],
                  ridge=0.75)

    units = [1e-12, 1e-6, 1, 1e3, 1e9, 1e-3, 1e15, 7]
    yield problem("units far apart", [[value * unit for value, unit in zip(row, units)] for row in rows], target, benign=False)
    yield problem("units far apart, ridge", [[value * unit for value, unit in zip(row, units)] for row in rows], target,
                  ridge=2.0, benign=False)
    yield problem("far from the origin", [[value + 1e7 for value in row] for row in rows], target, tolerance=1e-9,
                  benign=False)
    # The two coefficients are about a million in these units.
    yield problem("nearly collinear", [[row[0], row[0] + 1e-6 * row[1], row[2]] for row in rows], target, tolerance=1e-3,
                  benign=False)
    xs = [i / 4 for i in range(1, 25)]
    yield problem("polynomial of degree 7", [[x ** k for k in range(1, 8)] for x in xs],
                  [round(1 / (1 + x * x) + rng.gauss(0, 0.01), 4) for x in xs], tolerance=1e-8, benign=False)


def main():
    if sys.argv[1:] == ["--diabetes"]:
        from sklearn.datasets import load_diabetes
        data = load_diabetes(scaled=False)
        problems = [problem("diabetes", data.data.tolist(), data.target.tolist()),
                    problem("diabetes, ridge", data.data.tolist(), data.target.tolist(), ridge=1.0)]
    else:
        problems = list(committed())
    print("[" + ",\n".join(json.dumps(item) for item in problems) + "]")


main()
