#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Compares exported models with scikit-learn: python3 test_export_sklearn.py [FOLDER]

Every case is fitted, exported to model.json and read back, and its predictions are computed from the file with plain Python
arithmetic; they must equal scikit-learn's to 1e-9 of the output's range. With FOLDER, each case leaves there CASE.model.json,
CASE.rows.csv (the features) and CASE.expected.csv (scikit-learn's predictions), for a comparison through the blindscore command.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import warnings
from types import SimpleNamespace

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from export_sklearn import around, export, holds


def with_columns(data, names, *columns):
    """Rows of a case that is exported with its training rows."""
    return SimpleNamespace(data=np.column_stack([data, *columns]), feature_names=names, rows=True)


def cancelling_cases():
    """Models whose effects cancel, so that the feature ranges allow far more than any row predicts."""
    rng, diabetes, cancer, wine = np.random.default_rng(7), load_diabetes(scaled=False), load_breast_cancer(), load_wine()
    year = np.linspace(1990, 2020, 61)
    powers = with_columns(year, ["year", "square"], year**2)
    trend = np.sin((year - 1990) / 8) * 5 + 20
    yield "rows_powers", powers, make_pipeline(StandardScaler(), LinearRegression()).fit(powers.data, trend)
    start = np.round(1.6e9 + rng.uniform(0, 3e7, 200))
    end = np.round(start + rng.uniform(3600, 90_000, 200))
    stamps = with_columns(start, ["start", "end", "beds"], end, rng.integers(1, 9, 200))
    stay = (end - start) / 3600 * 1.25 + 0.5 * stamps.data[:, 2]
    # In hours: the scaler keeps the normal equations from being singular.
    yield "rows_time_stamps", stamps, make_pipeline(StandardScaler(), LinearRegression()).fit(stamps.data, stay)
    level = np.eye(5)[rng.integers(0, 5, 300)]
    dummies = with_columns(level, [f"site_{k}" for k in range(5)] + ["dose"], rng.uniform(0, 1, 300))
    effect = level @ [0, 40, -30, 55, -60] + dummies.data[:, 5]
    yield "rows_dummies", dummies, Ridge(alpha=1e-3).fit(dummies.data, effect)
    several = np.column_stack([trend, year / 10, trend - 0.3 * year])
    yield "rows_outputs", powers, make_pipeline(StandardScaler(), LinearRegression()).fit(powers.data, several)
    tumours = with_columns(cancer.data, [str(name).replace(" ", "_") for name in cancer.feature_names])
    yield "rows_logistic", tumours, make_pipeline(StandardScaler(), LogisticRegression()).fit(cancer.data, cancer.target)
    squares = with_columns(wine.data, [f"x{k}" for k in range(26)], wine.data**2)
    yield "rows_softmax", squares, make_pipeline(StandardScaler(), LogisticRegression(C=10)).fit(squares.data, wine.target)
    counts = with_columns(diabetes.data, [str(name) for name in diabetes.feature_names])
    yield "rows_poisson", counts, make_pipeline(StandardScaler(), PoissonRegressor()).fit(diabetes.data, diabetes.target)
    plain = with_columns(rng.uniform(0, 1, 300), ["a", "b"], rng.uniform(-5, 1e6, 300))
    yield "rows_plain", plain, LinearRegression().fit(plain.data, plain.data @ [2, 1e-6])


def described(data):
    return [{"name": str(name).replace(" ", "_"), "unit": "", "minimum": float(low), "maximum": float(high)}
            for name, low, high in zip(data.feature_names, data.data.min(axis=0), data.data.max(axis=0))]


def cases():
    diabetes, cancer, wine = load_diabetes(scaled=False), load_breast_cancer(), load_wine()
    several = np.column_stack([diabetes.target, diabetes.target ** 2, -diabetes.data[:, 2]])
    yield "linear", diabetes, LinearRegression().fit(diabetes.data, diabetes.target)
    yield "linear_without_intercept", diabetes, LinearRegression(fit_intercept=False).fit(diabetes.data, diabetes.target)
    yield "linear_outputs", diabetes, LinearRegression().fit(diabetes.data, several)
    yield "linear_outputs_without_intercept", diabetes, LinearRegression(fit_intercept=False).fit(diabetes.data, several)
    yield "ridge", diabetes, Ridge(alpha=2.5).fit(diabetes.data, diabetes.target)
    yield "ridge_scaled", diabetes, make_pipeline(StandardScaler(), Ridge()).fit(diabetes.data, diabetes.target)
    yield "ridge_centred", diabetes, make_pipeline(StandardScaler(with_std=False), Ridge()).fit(diabetes.data, diabetes.target)
    yield "ridge_divided", diabetes, make_pipeline(StandardScaler(with_mean=False), Ridge()).fit(diabetes.data, diabetes.target)
    yield "ridge_scaled_twice", diabetes, make_pipeline(
        StandardScaler(with_mean=False), StandardScaler(with_std=False), Ridge()).fit(diabetes.data, diabetes.target)
    yield "logistic", cancer, make_pipeline(StandardScaler(), LogisticRegression()).fit(cancer.data, cancer.target)
    yield "softmax", wine, make_pipeline(StandardScaler(), LogisticRegression()).fit(wine.data, wine.target)
    yield "softmax_labels", wine, make_pipeline(
        StandardScaler(), LogisticRegression()).fit(wine.data, wine.target_names[wine.target])
    yield "poisson", diabetes, make_pipeline(StandardScaler(), PoissonRegressor()).fit(diabetes.data, diabetes.target)
    yield "multinomial_binary", cancer, make_pipeline(StandardScaler(), multinomial()).fit(cancer.data, cancer.target)
    yield from cancelling_cases()


def multinomial():
    """A softmax of two classes, which scikit-learn has up to 1.7; in later ones a model that says it is one."""
    try:
        return LogisticRegression(multi_class="multinomial")
    except TypeError:
        class Multinomial(LogisticRegression):
            multi_class = "multinomial"

            def predict_proba(self, rows):
                scores = self.decision_function(rows)
                return 1 / (1 + np.exp(-2 * np.column_stack([-scores, scores])))
        return Multinomial()


def exported(name, data, fitted):
    if hasattr(data, "rows"):
        return export(fitted, [{"name": feature} for feature in data.feature_names], name, rows=data.data)
    return export(fitted, described(data), name)


def predictions(model, row):
    """What model.json says about a row: linear predictors, then the inverse link."""
    linear = [math.fsum([output["intercept"], *map(math.prod, zip(output["coefficients"], row))]) for output in model["outputs"]]
    links = {output["link"] for output in model["outputs"]}
    assert len(links) == 1
    match links.pop():
        case "identity": return linear
        case "exp": return [math.exp(value) for value in linear]
        case "logistic": return [1 / (1 + math.exp(-value)) if value > -700 else 0.0 for value in linear]
        case "softmax":
            powers = [math.exp(value - max(linear)) for value in linear]
            return [power / sum(powers) for power in powers]


def expected(model, rows):
    if not hasattr(model, "predict_proba"):
        return np.asarray(model.predict(rows)).reshape(len(rows), -1)
    probabilities = model.predict_proba(rows)
    return probabilities if probabilities.shape[1] > 2 else probabilities[:, 1:]


def refuses(action):
    try:
        action()
    except ValueError:
        return True
    return False


def table(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


class Named:
    """What a data frame is to the exporter: an array with names for its columns."""

    def __init__(self, columns, values):
        self.columns, self.values = columns, np.asarray(values, dtype=object)

    def __array__(self, dtype=None, copy=None):
        return self.values if dtype is None else self.values.astype(dtype)


def check_columns():
    """Columns go by the names that the model was trained on."""
    rng = np.random.default_rng(3)
    data = rng.uniform(0, [100, 10, 1], (50, 3))
    fitted = LinearRegression().fit(data, data @ [0.5, 1.5, -2])
    fitted.feature_names_in_ = np.array(["age", "dose", "sex"], dtype=object)
    ranges = {"age": (0, 100), "dose": (0, 10), "sex": (0, 1)}

    def features(*names):
        return [{"name": each, "unit": "", "minimum": ranges[each][0], "maximum": ranges[each][1]} for each in names]
    for names in [("age", "dose", "sex"), ("sex", "age", "dose"), ("dose", "age", "sex")]:
        weights = dict(zip(names, export(fitted, features(*names), "x")["outputs"][0]["coefficients"]))
        assert all(abs(weights[each] - w) < 1e-9 for each, w in zip(("age", "dose", "sex"), (0.5, 1.5, -2))), weights
        # Rows without names are in the order of training; with names they may be in any order and have more.
        named = Named(["y", "sex", "dose", "age"], np.column_stack([["text"] * 50, data[:, ::-1]]).astype(object))
        for rows in (data, data.tolist(), named):
            content = export(fitted, [{"name": each} for each in names], "x", rows=rows)
            assert [feature["name"] for feature in content["features"]] == list(names)
            for feature in content["features"]:
                column = data[:, ("age", "dose", "sex").index(feature["name"])]
                assert (feature["minimum"], feature["maximum"]) == around(column.min(), column.max()), feature
    assert [feature["name"] for feature in export(fitted, None, "x", rows=data)["features"]] == ["age", "dose", "sex"]
    ranges["weight"] = (0, 1)
    assert refuses(lambda: export(fitted, features("age", "dose", "weight"), "x"))
    assert refuses(lambda: export(fitted, [{"name": "age"}, {"name": "dose"}, {"name": "sex"}], "x"))
    assert refuses(lambda: export(fitted, features("age", "dose", "sex"), "x", rows=data[:, :2]))
    assert refuses(lambda: export(fitted, features("age", "dose", "sex"), "x", rows=data * 20))
    assert refuses(lambda: export(fitted, None, "x", rows=data * [1, 0, 1]))
    assert refuses(lambda: export(fitted, None, "x", rows=data * np.nan))
    assert refuses(lambda: export(fitted, None, "x", rows=Named(["age", "dose"], data[:, :2])))


def check_ranges(folder):
    """Ranges on the grid of `blindscore train`, the least headroom, and a word where neither rows nor headroom serve."""
    for low, high, expected in [(0, 27, (0, 27)), (3.14, 5.14, (3.1, 5.2)), (-2.72, 3.14, (-2.8, 3.2)), (0.1, 0.4, (0.1, 0.4)),
                                (1_700_000_000, 1_700_086_399, (1_700_000_000, 1_700_087_000)), (0, 100.5, (0, 110)),
                                (0.1, 0.30000000000000004, (0.1, 0.31)), (-1e-5, 1e-7, (-1e-5, 1e-6)), (1947, 1962, (1947, 1962)),
                                (101_324.97, 101_325.03, (101_324.97, 101_325.03))]:
        assert around(float(low), float(high)) == expected, (low, high, around(float(low), float(high)))
    found = {}
    for name, data, fitted in cancelling_cases():
        with open(os.path.join(folder, name + ".model.json"), encoding="utf-8") as file:
            model = json.load(file)
        found[name] = headroom = model["headroom"]
        predictors = np.array([[math.fsum([o["intercept"], *map(math.prod, zip(o["coefficients"], row))]) for o in model["outputs"]]
                               for row in data.data.tolist()])
        fits = []
        for place, output in enumerate(model["outputs"]):
            if "minimum" in output:
                low, high = predictors[:, place].min(), predictors[:, place].max()
                margins = (low - output["minimum"]) / (high - low), (output["maximum"] - high) / (high - low)
                assert all(0.25 - 1e-9 <= margin <= 0.41 for margin in margins), (name, margins)
                fits.append([holds(model["features"], output, output["minimum"], output["maximum"], 10**6, g)
                             for g in (headroom, headroom - 1) if g >= 0])
        assert all(fit[0] for fit in fits) and (headroom == 0 or not all(fit[1] for fit in fits)), (name, fits)
    assert found["rows_powers"] >= 8 and found["rows_time_stamps"] >= 6 and found["rows_plain"] == 0, found
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        diabetes = load_diabetes(scaled=False)
        fitted = LinearRegression().fit(diabetes.data, diabetes.target)
        export(fitted, described(diabetes), "x")
        assert len(caught) == 1 and "cancel" in str(caught[0].message)
        export(fitted, described(diabetes), "x", rows=diabetes.data)
        assert len(caught) == 1
        # Two columns that differ by nothing but noise: at 10^9 steps no headroom is enough.
        twins = np.column_stack([np.arange(50.0), np.arange(50.0) + 1e-9 * np.sin(np.arange(50))])
        steep = LinearRegression()
        steep.coef_, steep.intercept_ = np.array([1e9, -1e9]), 0.0
        content = export(steep, [{"name": "a"}, {"name": "b"}], "x", accuracy=1e-9, rows=twins)
        output = content["outputs"][0]
        assert len(caught) == 2 and "no headroom" in str(caught[1].message), [str(w.message) for w in caught]
        assert content["headroom"] == 18 and holds(content["features"], output, output["minimum"], output["maximum"], 10**9, 18)


def main():
    warnings.simplefilter("ignore")
    compared = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = sys.argv[1] if len(sys.argv) > 1 else scratch
        for name, data, fitted in cases():
            path = os.path.join(folder, name + ".model.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(exported(name, data, fitted), file, indent=2)
            with open(path, encoding="utf-8") as file:
                model = json.load(file)
            wanted = expected(fitted, data.data)
            table(os.path.join(folder, name + ".rows.csv"), [feature["name"] for feature in model["features"]], data.data.tolist())
            table(os.path.join(folder, name + ".expected.csv"), [output["name"] for output in model["outputs"]], wanted.tolist())
            assert len(model["outputs"]) == wanted.shape[1], name
            found = np.array([predictions(model, row) for row in data.data.tolist()])
            error = np.abs(found - wanted).max(axis=0) / np.ptp(wanted, axis=0)
            assert error.max() <= 1e-9, (name, error)
            compared += found.size

        diabetes = load_diabetes(scaled=False)
        fit = (diabetes.data, diabetes.target)
        assert refuses(lambda: export(Lasso().fit(*fit), described(diabetes), "x"))
        assert refuses(lambda: export(make_pipeline(MinMaxScaler(), Ridge()).fit(*fit), described(diabetes), "x"))
        assert refuses(lambda: export(Ridge().fit(*fit), described(diabetes)[1:], "x"))
        assert refuses(lambda: export(Ridge().fit(*fit), described(diabetes), "x", outputs=["a", "b"]))

        check_columns()
        check_ranges(folder)
        # The same as a program.
        import joblib
        joblib.dump(Ridge().fit(*fit), os.path.join(scratch, "model.joblib"))
        with open(os.path.join(scratch, "features.json"), "w", encoding="utf-8") as file:
            json.dump({"features": described(diabetes)}, file)
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "export_sklearn.py")
        run = subprocess.run([sys.executable, program, "model.joblib", "features.json", "model.json"], cwd=scratch, check=True,
                             capture_output=True, text=True)
        assert "cancel" in run.stderr, run.stderr
        with open(os.path.join(scratch, "model.json"), encoding="utf-8") as file:
            model = json.load(file)
        assert model == export(Ridge().fit(*fit), described(diabetes), "scikit-learn model")
        table(os.path.join(scratch, "rows.csv"), [feature["name"] for feature in described(diabetes)][::-1] + ["y"],
              np.column_stack([diabetes.data[:, ::-1], diabetes.target]).tolist())
        run = subprocess.run([sys.executable, program, "model.joblib", "features.json", "model.json", "rows.csv"], cwd=scratch,
                             check=True, capture_output=True, text=True)
        assert run.stderr == "", run.stderr
        with open(os.path.join(scratch, "model.json"), encoding="utf-8") as file:
            model = json.load(file)
        assert model == export(Ridge().fit(*fit), described(diabetes), "scikit-learn model", rows=diabetes.data)

        # Outputs are named after the classes whose probability they are.
        for case, names in [("logistic", ["1"]), ("softmax", ["0", "1", "2"]), ("softmax_labels", ["class_0", "class_1", "class_2"])]:
            with open(os.path.join(folder, case + ".model.json"), encoding="utf-8") as file:
                assert [output["name"] for output in json.load(file)["outputs"]] == [f"probability_{name}" for name in names]
    assert compared > 5_000
    print(f"export_sklearn: {compared} predictions agree with scikit-learn's")


if __name__ == "__main__":
    main()
