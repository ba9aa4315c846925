#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Generalised linear models with their maximum-likelihood fits, as JSON on standard output.

Newton's method on the normal equations with 300 bits, from the definition of the objective: half the sum of weight times deviance
plus half of λ times the sum of squared coefficients. Where scikit-learn and statsmodels are installed their estimators must agree, in
the parametrisations that the documentation names, or the script fails; statsmodels also with the standard errors.
"""
import json, random
import gmpy2
from gmpy2 import mpfr

gmpy2.get_context().precision = 300


def inverse_solve(matrix, columns):
    """Solves for several right-hand sides by elimination with pivoting."""
    width = len(matrix)
    rows = [list(row) + [column[i] for column in columns] for i, row in enumerate(matrix)]
    for i in range(width):
        pivot = max(range(i, width), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(width):
            if k != i:
                factor = rows[k][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    return [[row[width + place] for row in rows] for place in range(len(columns))]


def mean(family, eta):
    return eta if family == "gaussian" else 1 / (1 + gmpy2.exp(-eta)) if family == "binomial" else gmpy2.exp(eta)


def variance(family, mu):
    return {"gaussian": mpfr(1), "binomial": mu * (1 - mu), "poisson": mu, "gamma": mu * mu}[family]


def slope(family, mu):
    """The derivative of the mean by the linear predictor."""
    return {"gaussian": mpfr(1), "binomial": mu * (1 - mu), "poisson": mu, "gamma": mu}[family]


def deviance(family, y, mu):
    if family == "gaussian":
        return (y - mu) ** 2
    if family == "binomial":
        return -2 * gmpy2.log(mu if y == 1 else 1 - mu)
    if family == "poisson":
        return 2 * ((y * gmpy2.log(y / mu) if y else mpfr(0)) - (y - mu))
    return 2 * ((y - mu) / mu - gmpy2.log(y / mu))


def fit(family, rows, target, weights, ridge, has_intercept):
    design = [([mpfr(1)] if has_intercept else []) + [mpfr(value) for value in row] for row in rows]
    width, y, v = len(design[0]), [mpfr(value) for value in target], [mpfr(value) for value in weights]
    penalty = [mpfr(0) if has_intercept and j == 0 else mpfr(ridge) for j in range(width)]
    beta = [mpfr(0)] * width
    if has_intercept and family != "gaussian":
        level = sum(a * b for a, b in zip(v, y)) / sum(v)
        beta[0] = gmpy2.log(level / (1 - level)) if family == "binomial" else gmpy2.log(level)

    def means(beta):
        return [mean(family, sum(a * b for a, b in zip(row, beta))) for row in design]

    def objective(beta):
        return (sum(a * deviance(family, b, c) for a, b, c in zip(v, y, means(beta)))
                + sum(a * b * b for a, b in zip(penalty, beta))) / 2

    def information(mu):
        weight = [a * slope(family, m) ** 2 / variance(family, m) for a, m in zip(v, mu)]
        return [[sum(w * row[i] * row[j] for w, row in zip(weight, design)) + (penalty[i] if i == j else 0)
                 for j in range(width)] for i in range(width)]

    for _ in range(2000):
        mu = means(beta)
        score = [a * (b - m) * slope(family, m) / variance(family, m) for a, b, m in zip(v, y, mu)]
        gradient = [sum(s * row[j] for s, row in zip(score, design)) - penalty[j] * beta[j] for j in range(width)]
        step = inverse_solve(information(mu), [gradient])[0]
        size, now = mpfr(1), objective(beta)
        while objective([a + size * b for a, b in zip(beta, step)]) > now and size > mpfr(2) ** -60:
            size /= 2
        beta = [a + size * b for a, b in zip(beta, step)]
        if max(abs(a) for a in step) < mpfr(10) ** -60 * (1 + max(abs(a) for a in beta)):
            break
    else:
        raise AssertionError("no convergence")
    mu = means(beta)
    degrees = len(rows) - width
    pearson = sum(a * (b - m) ** 2 / variance(family, m) for a, b, m in zip(v, y, mu))
    dispersion = pearson / degrees if family in ("gaussian", "gamma") else mpfr(1)
    unit = [[mpfr(int(i == j)) for j in range(width)] for i in range(width)]
    covariance = inverse_solve(information(mu), unit)
    errors = [gmpy2.sqrt(dispersion * covariance[i][i]) for i in range(width)]
    total = sum(a * deviance(family, b, c) for a, b, c in zip(v, y, mu))
    return beta, errors, dispersion, total


def check_sklearn(name, family, rows, target, weights, ridge, has_intercept, beta):
    try:
        from sklearn import linear_model as lm
    except ImportError:
        return
    options = {"fit_intercept": has_intercept}
    if family == "gaussian":
        model = lm.Ridge(alpha=ridge, **options) if ridge else lm.LinearRegression(**options)
    elif family == "binomial":
        model = lm.LogisticRegression(C=1 / ridge if ridge else 1e30, tol=1e-12, max_iter=100000, **options)
    else:
        kind = lm.PoissonRegressor if family == "poisson" else lm.GammaRegressor
        model = kind(alpha=ridge / sum(weights), tol=1e-12, max_iter=100000, **options)
    model.fit(rows, target, sample_weight=weights)
    coefficients = model.coef_.ravel()
    theirs = ([float(model.intercept_ if family != "binomial" else model.intercept_[0])] if has_intercept else []) + list(coefficients)
    scale = max(abs(float(b)) for b in beta)
    for ours, other in zip(beta, theirs):
        assert abs(float(ours) - other) <= 2e-5 * scale, (name, float(ours), other)


def check_statsmodels(name, family, rows, target, weights, has_intercept, beta, errors):
    try:
        import numpy as np, statsmodels.api as sm
    except ImportError:
        return
    design = sm.add_constant(np.array(rows), has_constant="add") if has_intercept else np.array(rows)
    if family == "gaussian":
        result = sm.WLS(target, design, weights=weights).fit()
    else:
        kind = {"binomial": sm.families.Binomial(), "poisson": sm.families.Poisson(),
                "gamma": sm.families.Gamma(sm.families.links.Log())}[family]
        result = sm.GLM(target, design, family=kind, var_weights=weights).fit(tol=1e-13, maxiter=500)
    for ours, other in zip(beta + errors, list(result.params) + list(result.bse)):
        assert abs(float(ours) - other) <= 1e-6 * abs(float(ours)) + 1e-9, (name, float(ours), other)


def problem(name, family, rows, target, weights=None, ridge=0.0, has_intercept=True):
    rows, target = [[float(value) for value in row] for row in rows], [float(value) for value in target]
    used = weights or [1.0] * len(rows)
    beta, errors, dispersion, total = fit(family, rows, target, used, ridge, has_intercept)
    check_sklearn(name, family, rows, target, used, ridge, has_intercept, beta)
    if not ridge:
        keep = [i for i, weight in enumerate(used) if weight]
        check_statsmodels(name, family, [rows[i] for i in keep], [target[i] for i in keep], [used[i] for i in keep],
                          has_intercept, beta, errors)
    return {"name": name, "family": family, "ridge": ridge, "hasIntercept": has_intercept, "rows": rows, "target": target,
            "weights": weights, "solution": [float(value) for value in beta], "deviance": float(total),
            "dispersion": float(dispersion), "standardErrors": None if ridge else [float(value) for value in errors]}


def main():
    rng = random.Random(20)
    import math
    rows = [[round(rng.gauss(0, 1), 2), round(rng.uniform(0, 5), 2), rng.randrange(2)] for _ in range(60)]
    eta = [0.4 + 0.8 * a - 0.3 * b + 0.5 * c for a, b, c in rows]
    weights = [float(rng.choice([0.25, 0.5, 1, 2, 3])) for _ in rows]
    targets = {
        "gaussian": [round(e + rng.gauss(0, 1), 3) for e in eta],
        "binomial": [int(rng.random() < 1 / (1 + math.exp(-e))) for e in eta],
        "poisson": [sum(1 for _ in range(200) if rng.random() < math.exp(e) / 200) for e in eta],
        "gamma": [round(rng.gammavariate(2, math.exp(e) / 2) + 0.001, 3) for e in eta]}
    items = []
    for family, target in targets.items():
        items.append(problem(family, family, rows, target))
        items.append(problem(f"{family}, weights", family, rows, target, weights=weights))
        items.append(problem(f"{family}, ridge", family, rows, target, ridge=2.5))
        items.append(problem(f"{family}, weights and ridge", family, rows, target, weights=weights, ridge=0.75))
        items.append(problem(f"{family}, no intercept", family, rows, target, has_intercept=False))
        items.append(problem(f"{family}, no intercept, weights and ridge", family, rows, target, weights=weights, ridge=4.0,
                             has_intercept=False))
    # Units and offsets as files have them; the solution of the first problem in other coordinates, hard on normal equations.
    moved = [[a * 1e-6 + 5, b * 1e4 + 1e7, c] for a, b, c in rows]
    for family in ["gaussian", "binomial", "poisson", "gamma"]:
        item = problem_without_peers(f"{family}, far from the origin", family, moved, targets[family])
        items.append(item)
    # Complete separation has a solution under a penalty.
    line = [[float(x)] for x in range(10)]
    items.append(problem("binomial, separated, ridge", "binomial", line, [int(x >= 5) for x in range(10)], ridge=0.5))
    # Counts over six orders of magnitude, and a gamma target as skewed as it gets.
    grid = [[x / 4] for x in range(60)]
    items.append(problem("poisson, wide", "poisson", grid, [round(math.exp(x / 4 - 2)) for x in range(60)]))
    items.append(problem("gamma, skewed", "gamma", rows, [round(rng.gammavariate(0.3, math.exp(e) / 0.3), 6) + 1e-6 for e in eta]))
    items.append(problem("poisson, rates", "poisson", rows, [round(y / w, 4) for y, w in zip(targets["poisson"], weights)],
                         weights=weights))
    print("[" + ",\n".join(json.dumps(item) for item in items) + "]")


def problem_without_peers(name, family, rows, target):
    rows, target = [[float(value) for value in row] for row in rows], [float(value) for value in target]
    beta, errors, dispersion, total = fit(family, rows, target, [1.0] * len(rows), 0.0, True)
    return {"name": name, "family": family, "ridge": 0.0, "hasIntercept": True, "rows": rows, "target": target, "weights": None,
            "solution": [float(value) for value in beta], "deviance": float(total), "dispersion": float(dispersion),
            "standardErrors": [float(value) for value in errors]}


main()
