#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Turns a fitted scikit-learn model into BlindScore's model.json.

    python3 export_sklearn.py model.joblib features.json model.json [rows.csv]
                                                    (open only .joblib files that you trust: they can run code)

or in a program: json.dump(export(model, features, "my model", rows=X), file). The model is a LinearRegression, Ridge,
LogisticRegression or PoissonRegressor, alone or in a Pipeline behind StandardScalers, which are folded into the coefficients.

`features` lists {"name", "unit", "minimum", "maximum"}, in the order of the training columns or, for a model that was fitted with
names, in any order. `rows` are the training rows: as `blindscore train` does, ranges that `features` leaves out and those of
outputs are taken from them, with the headroom that effects need which cancel; a table with names for its columns may have more. All ranges and the headroom become public with the
contract. Without rows an output's range is all that rows inside the feature ranges can reach.
"""
import json
import sys
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def export(model, features, name, version=1, accuracy=1e-6, outputs=None, unit="", rows=None):
    """The content of model.json; `outputs` names the outputs, by default after the classes or just "prediction".

    With rows, `features` may be None or leave units and ranges out.
    """
    coefficients, intercepts, link, names = linear(model)
    trained = [str(each) for each in getattr(model, "feature_names_in_", [])]
    if features is None:
        columns = trained or [str(each) for each in getattr(rows, "columns", [])]
        features = [{"name": each} for each in columns]
    if coefficients.shape[1] != len(features):
        raise ValueError(f"the model has {coefficients.shape[1]} features, {len(features)} are described")
    wanted = [feature["name"] for feature in features]
    if trained and sorted(trained) != sorted(wanted):
        raise ValueError(f"the model was trained on {', '.join(trained)}; described are {', '.join(wanted)}")
    order = [trained.index(each) for each in wanted] if trained else list(range(len(wanted)))
    coefficients = coefficients[:, order]
    rows = table(rows, wanted, order) if rows is not None else None
    described = [{"name": feature["name"], "unit": feature.get("unit", ""), **bounds}
                 for feature, bounds in zip(features, feature_ranges(features, rows))]
    exported = [{"name": output, "unit": unit, "link": link, "intercept": float(b), "coefficients": w.tolist()}
                for output, b, w in zip(outputs or names, intercepts, coefficients, strict=True)]
    headroom = 0
    if rows is not None:
        headroom = output_ranges(described, exported, rows, round(1 / accuracy))
    else:
        warnings.warn("no training rows were given: outputs get the range of all that the feature ranges allow, and accuracy is relative "
                      "to it. Where effects cancel (powers, time stamps, dummy or collinear columns) that is not covered, and "
                      "predictions may be noise: give rows=X", stacklevel=2)
    return {"name": name, "version": version, "accuracy": accuracy, "headroom": headroom, "features": described, "outputs": exported}


def linear(model):
    """Coefficients and intercepts for the columns as they come, scalers folded in, the link, and names for the outputs."""
    scalers, model = (model[:-1], model[-1]) if isinstance(model, Pipeline) else ([], model)
    coefficients, intercepts = np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)
    count, link = len(coefficients), "identity"
    names = ["prediction"] if count == 1 else [f"prediction_{k + 1}" for k in range(count)]
    if isinstance(model, LogisticRegression):
        several = getattr(model, "multi_class", "")  # gone in scikit-learn 1.8
        if count > 1 and (model.solver == "liblinear" or several == "ovr"):
            raise ValueError("one-versus-rest classifiers have no softmax: fit with another solver")
        if count == 1 and several == "multinomial":
            # The softmax of the raw score and its negative, whose logit is twice the raw score.
            coefficients, intercepts = 2 * coefficients, 2 * intercepts
        link, names = "logistic" if count == 1 else "softmax", [f"probability_{label}" for label in model.classes_[-count:]]
    elif isinstance(model, PoissonRegressor):
        link = "exp"
    elif not isinstance(model, (LinearRegression, Ridge)):
        raise ValueError(f"cannot export a {type(model).__name__}")
    for scaler in reversed(list(scalers)):
        if not isinstance(scaler, StandardScaler):
            raise ValueError(f"cannot fold in a {type(scaler).__name__}")
        coefficients = coefficients / scaler.scale_ if scaler.with_std else coefficients
        intercepts = intercepts - coefficients @ scaler.mean_ if scaler.with_mean else intercepts
    return coefficients, np.broadcast_to(intercepts, count), link, names  # without an intercept scikit-learn keeps a single 0


def table(rows, wanted, order):
    """The rows as numbers, their columns in the order of the described features: by name where they have names."""
    if hasattr(rows, "columns"):
        names = [str(each) for each in rows.columns]
        missing = [each for each in wanted if each not in names]
        if missing:
            raise ValueError(f"the rows have no column {', '.join(missing)}")
        order = [names.index(each) for each in wanted]
    elif np.ndim(rows) != 2 or np.shape(rows)[1] != len(wanted):
        raise ValueError(f"rows must have {len(wanted)} columns")
    values = np.asarray(rows)[:, order].astype(float)
    if not len(values) or not np.isfinite(values).all():
        raise ValueError("rows must be at least one row of finite numbers")
    return values


def feature_ranges(features, rows):
    """Minimum and maximum of each feature: as described, or those of the rows rounded outward."""
    for place, feature in enumerate(features):
        given = {end: feature[end] for end in ("minimum", "maximum") if end in feature}
        if rows is None and len(given) < 2:
            raise ValueError(f"{feature['name']} has no range, and there are no rows to take it from")
        if len(given) < 2:
            low, high = float(rows[:, place].min()), float(rows[:, place].max())
            if low == high:
                raise ValueError(f"{feature['name']} never varies in the rows: leave it out, or describe its range")
            given = dict(zip(("minimum", "maximum"), around(low, high))) | given
        elif rows is not None and not (given["minimum"] <= rows[:, place].min() and rows[:, place].max() <= given["maximum"]):
            raise ValueError(f"rows have values of {feature['name']} outside its described range")
        yield given


def around(low, high):
    """The smallest range around two numbers whose ends are the doubles nearest to a decimal grid of two digits of the width."""
    low, high = float(low), float(high)
    finest = max(abs(low), abs(high)) * 2.0**-39  # a contract takes no range narrower than 2^-40 of its ends
    width = max((high - low) / 10, finest)
    if width == 0:
        return low, high
    exponent = Decimal(repr(width)).adjusted()
    if float(f"1e{exponent}") < finest:
        exponent += 1

    def end(value):
        multiple = -(-Fraction(value) // Fraction(10)**exponent)
        while float(f"{multiple}e{exponent}") < value:
            multiple += 1
        while float(f"{multiple - 1}e{exponent}") >= value:
            multiple -= 1
        return float(f"{multiple}e{exponent}")
    return 0.0 - end(-low), end(high)


def output_ranges(features, outputs, rows, steps):
    """Gives outputs the range of the rows' linear predictors, a quarter of its width wider on each side, where what the feature
    ranges allow is over four times as wide; returns the headroom that all of them need."""
    headroom = 0
    for output in outputs:
        predictors = rows @ np.array(output["coefficients"]) + output["intercept"]
        low, high = float(predictors.min()), float(predictors.max())
        least, most = attainable(features, output)
        if not high > low:
            continue
        low, high = around(low - (high - low) / 4, high + (high - low) / 4)
        if most - least <= 4 * (Fraction(high) - Fraction(low)):
            continue
        needed, centre = least_headroom(features, output, low, high, steps), low / 2 + high / 2
        half = float(max(most - Fraction(centre), Fraction(centre) - least)) / 2**largest_headroom(steps)
        while needed is None:
            low, high = around(centre - half, centre + half)
            needed, half = least_headroom(features, output, low, high, steps), half * 1.01
            if needed is not None:
                warnings.warn(f"no headroom at this accuracy holds {output['name']}: its range is wider than the rows' predictions, {low} "
                              f"to {high}, and a prediction may be {(high - low) / steps:.2g} off", stacklevel=3)
        output["minimum"], output["maximum"], headroom = low, high, max(headroom, needed)
    # An output may need a little more where another one determines the plan.
    while any("minimum" in output and not holds(features, output, output["minimum"], output["maximum"], steps, headroom)
              for output in outputs):
        headroom += 1
    return headroom


def attainable(features, output):
    """The exact ends of all linear predictors inside the feature ranges."""
    ends = [Fraction(output["intercept"])] * 2
    for feature, coefficient in zip(features, output["coefficients"]):
        low, high = sorted(Fraction(coefficient) * Fraction(feature[end]) for end in ("minimum", "maximum"))
        ends = [ends[0] + low, ends[1] + high]
    return ends


def largest_headroom(steps):
    """The most that a contract takes: 30, and steps * 2^headroom at most 2^48."""
    return min(30, (2**48 // steps).bit_length() - 1)


def least_headroom(features, output, low, high, steps):
    return next((g for g in range(largest_headroom(steps) + 1) if holds(features, output, low, high, steps, g)), None)


def holds(features, output, low, high, steps, headroom):
    """Whether a contract with this range and headroom takes the model: the check that blindscore makes when it loads one."""
    centre, half = (Fraction(low) + Fraction(high)) / 2, (Fraction(high) - Fraction(low)) / 2
    least, most = attainable(features, output)
    room = (2**headroom + Fraction(1, 2**40)) * half
    if least < centre - room or most > centre + room:
        return False
    # The plan of docs/wire-format.md: slots of k bits, t of them noise, weights times S.
    columns, x = len(features), steps << headroom
    h, t = (columns + 1) // 2, 1
    while True:
        k = t + (steps + 1).bit_length() + headroom
        s = ((2**(k - 1) - 2**(t - 1) - 1) // x - h - 1) >> headroom
        if s << headroom >= 2**(t - 1) and s >= columns * steps + h + 1:
            break
        t += 1
    limit = s << headroom
    total, base = 0, Fraction(output["intercept"]) - centre
    for feature, coefficient in zip(features, output["coefficients"]):
        minimum, maximum = Fraction(feature["minimum"]), Fraction(feature["maximum"])
        total += min(limit, abs(round(s * Fraction(coefficient) * (maximum - minimum) / 2 / half)))
        base += Fraction(coefficient) * (minimum + maximum) / 2
    return abs(round(x * s * base / half)) + x * total <= 2**(k - 1) - 2**(t - 1)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: export_sklearn.py MODEL.joblib FEATURES.json MODEL.json [ROWS.csv]")
    import csv
    import joblib
    fitted = joblib.load(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as source:
        given = json.load(source)["features"]
    training = None
    if len(sys.argv) == 5:
        # In the order of training; columns that are no features, such as the target, are left out.
        columns = list(getattr(fitted, "feature_names_in_", [each["name"] for each in given]))
        with open(sys.argv[4], newline="", encoding="utf-8-sig") as source:
            reader = csv.DictReader(source)
            missing = [each for each in columns if each not in (reader.fieldnames or [])]
            if missing:
                sys.exit(f"{sys.argv[4]} has no column {', '.join(missing)}")
            training = [[float(line[each]) for each in columns] for line in reader]
    content = export(fitted, given, name="scikit-learn model", rows=training)
    with open(sys.argv[3], "w", encoding="utf-8") as target:
        json.dump(content, target, indent=2)
