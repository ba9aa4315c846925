#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Tables as people have them, with the fitted values of every row: python3 make_field_cases.py > field_cases.json

The tables are the training data of ../Cases and further ones of the same kinds. The least-squares fits are exact: cells are taken
as the decimals that they are written as, and the normal equations are solved in rational numbers. The values that others
published for a data set are held against them here.
"""
import csv, json, math, pathlib, random
from fractions import Fraction

rng = random.Random(20)
cases = []


def solve(matrix, right):
    """The solution of a square system by elimination in rational numbers."""
    rows = [row + [value] for row, value in zip(matrix, right)]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            if factor:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    solution = [Fraction(0)] * len(rows)
    for k in reversed(range(len(rows))):
        solution[k] = (rows[k][-1] - sum(rows[k][j] * solution[j] for j in range(k + 1, len(rows)))) / rows[k][k]
    return solution


def cell(text):
    return Fraction({"true": 1, "false": 0}.get(text.strip().lower(), text.strip()))


def add(name, target, features, text=None, options=(), separator=",", known=(), tolerance=0.0, limit=1e-5, notes=(), slopes=()):
    """A table; without a text of its own it is a file of ../Cases. known: published fitted values of the first rows."""
    content = text or pathlib.Path(f"../Cases/{name}.csv").read_text()
    header, *rows = [row for row in csv.reader(content.splitlines(), delimiter=separator) if row]
    header = [column.strip() for column in header]
    places = [header.index(feature) for feature in features]
    constant = [] if "--no-intercept" in options else [Fraction(1)]
    design = [constant + [cell(row[place]) for place in places] for row in rows]
    right = [cell(row[header.index(target)]) for row in rows]
    size = len(design[0])
    moments = [[sum(row[i] * row[j] for row in design) for j in range(size)] for i in range(size)]
    weights = solve(moments, [sum(row[i] * y for row, y in zip(design, right)) for i in range(size)])
    fitted = [float(sum(w * x for w, x in zip(weights, row))) for row in design]
    assert all(abs(ours - theirs) <= tolerance for ours, theirs in zip(fitted, known)), (name, fitted[:4])
    coefficients = [float(w) for w in weights[len(constant):]]
    assert all(math.isclose(ours, theirs, rel_tol=1e-14) for ours, theirs in zip(coefficients, slopes)), (name, coefficients)
    cases.append({"name": name, "table": text, "target": target, "features": list(features), "options": list(options),
                  "limit": limit, "notes": list(notes), "coefficients": coefficients, "fitted": fitted})


def lines(header, rows, separator=",", end="\n"):
    return "".join(separator.join(row) + end for row in [header] + rows)


# Effects that cancel.
add("F1-vega-offset", "y", ["x_big"], known=[-5.03, -4.82, -4.62, -4.42], tolerance=0.005)
add("F1-filip", "y", ["x"] + [f"x{k}" for k in range(2, 11)], known=[0.8116, 0.9058, 0.9052, 0.9052], tolerance=1e-4, limit=3e-6)
stamps = [1_700_000_000_000 + 60_000 * k + rng.randrange(1000) for k in range(60)]
add("milliseconds", "load", ["time", "users"], lines(["time", "users", "load"], [
    [str(t), str(users), f"{0.3 * (t - stamps[0]) / 6e4 + 0.02 * users + rng.gauss(0, 0.5):.3f}"]
    for t in stamps for users in [rng.randrange(500)]]))
add("years", "rate", ["year", "year2", "year3"], lines(["year", "year2", "year3", "rate"], [
    [str(year), str(year ** 2), str(year ** 3), f"{5 + 0.01 * (year - 1990) ** 2 + rng.gauss(0, 1):.2f}"]
    for year in range(1960, 2021)]))
wards = [f"ward_{k}" for k in range(1, 24)]
add("dummies", "cost", ["age"] + wards, lines(["age"] + wards + ["cost"], [
    [str(age)] + [str(int(ward == k)) for k in range(1, 24)] + [f"{40 * ward + 0.5 * age + rng.gauss(0, 3):.1f}"]
    for k in range(240) for ward, age in [(k % 24, rng.randint(20, 80))]]))
add("thermometers", "output", ["celsius", "fahrenheit"], lines(["celsius", "fahrenheit", "output"], [
    [f"{c:.2f}", f"{1.8 * c + 32 + rng.gauss(0, 0.001):.4f}", f"{3 * c + rng.gauss(0, 0.2):.3f}"]
    for c in [rng.uniform(-10, 35) for _ in range(80)]]))
shares = [[rng.uniform(10, 30), rng.uniform(20, 40), rng.uniform(5, 25)] for _ in range(70)]
add("shares", "yield", ["sand", "silt", "clay", "rest"], lines(["sand", "silt", "clay", "rest", "yield"], [
    [f"{a:.2f}", f"{b:.2f}", f"{c:.2f}", f"{100 - a - b - c + rng.gauss(0, 0.01):.3f}", f"{0.2 * a - 0.1 * b + rng.gauss(0, 1):.2f}"]
    for a, b, c in shares]))

# What programs write: truth values, row numbers.
add("C-get-dummies-train", "y", ["age", "dose", "sex_m"])
for name, words in [("json-booleans", ("false", "true")), ("r-booleans", ("FALSE", "TRUE")), ("spaced-booleans", (" False", "True "))]:
    add(name, "y", ["on", "x"], lines(["on", "x", "y"], [
        [words[on], str(x), f"{2 * on + 0.7 * x + rng.gauss(0, 0.3):.2f}"] for x in range(12) for on in [rng.randrange(2)]]))
add("C-pandas-index-train", "y", ["age", "dose"], notes=["column"])
numbered = [[str(k), str(rng.randint(20, 70)), f"{rng.uniform(1, 5):.1f}"] for k in range(14)]
numbered = [row + [f"{3 + 0.1 * int(row[1]) + 2 * float(row[2]) + rng.gauss(0, 0.4):.2f}"] for row in numbered]
for name, first in [("pandas-read-back", "Unnamed: 0"), ("nameless-semicolons", "")]:
    separator = ";" if first == "" else ","
    add(name, "y", ["age", "dose"], lines([first, "age", "dose", "y"], numbered, separator), separator=separator, notes=["column"])
add("r-row-names", "y", ["age", "dose"], lines(['""', '"age"', '"dose"', '"y"'], [[f'"{row[0]}"'] + row[1:] for row in numbered]),
    notes=["column"])
add("excel", "y", ["age", "dose"], lines(["age", "dose", "y"], [row[1:] for row in numbered], ";", "\r\n"), separator=";")
add("tabs", "y", ["age", "dose"], lines(["age", "dose", "y"], [row[1:] for row in numbered], "\t"), separator="\t")

# Lines through the origin; the slopes of the first two are NIST's.
add("M-noint1", "y", ["x"], options=["--no-intercept"], slopes=[2.07438016528926])
add("noint2", "y", ["x"], "y,x\n3,4\n4,5\n4,6\n", ["--no-intercept"], slopes=[0.727272727272727])
add("two-slopes", "y", ["a", "b"], lines(["a", "b", "y"], [
    [str(a), str(b), f"{1.5 * a - 0.4 * b + rng.gauss(0, 0.2):.3f}"] for a, b in [(rng.randint(1, 9), rng.randint(1, 9)) for _ in range(20)]]),
    ["--no-intercept"])
add("calibration", "signal", ["dose"], lines(["dose", "signal"], [
    [f"{k / 4}", f"{0.813 * k / 4 * (1 + rng.gauss(0, 0.01)):.4f}"] for k in range(1, 25)]), ["--no-intercept"])
print("[\n" + ",\n".join(map(json.dumps, cases)) + "]")
