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

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from export_sklearn import export


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


def main():
    compared = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = sys.argv[1] if len(sys.argv) > 1 else scratch
        for name, data, fitted in cases():
            path = os.path.join(folder, name + ".model.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(export(fitted, described(data), name), file, indent=2)
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

        # The same as a program.
        import joblib
        joblib.dump(Ridge().fit(*fit), os.path.join(scratch, "model.joblib"))
        with open(os.path.join(scratch, "features.json"), "w", encoding="utf-8") as file:
            json.dump({"features": described(diabetes)}, file)
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "export_sklearn.py")
        subprocess.run([sys.executable, program, "model.joblib", "features.json", "model.json"], cwd=scratch, check=True)
        with open(os.path.join(scratch, "model.json"), encoding="utf-8") as file:
            model = json.load(file)
        assert model == export(Ridge().fit(*fit), described(diabetes), "scikit-learn model")

        # Outputs are named after the classes whose probability they are.
        for case, names in [("logistic", ["1"]), ("softmax", ["0", "1", "2"]), ("softmax_labels", ["class_0", "class_1", "class_2"])]:
            with open(os.path.join(folder, case + ".model.json"), encoding="utf-8") as file:
                assert [output["name"] for output in json.load(file)["outputs"]] == [f"probability_{name}" for name in names]
    assert compared > 5_000
    print(f"export_sklearn: {compared} predictions agree with scikit-learn's")


if __name__ == "__main__":
    main()
