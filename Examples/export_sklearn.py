#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Turns a fitted scikit-learn model into BlindScore's model.json.

    python3 export_sklearn.py model.joblib features.json model.json     (open only .joblib files that you trust: they can run code)

or in a program: json.dump(export(model, features, "my model"), file). The model is a LinearRegression, Ridge, LogisticRegression
or PoissonRegressor, alone or in a Pipeline behind StandardScalers, which are folded into the coefficients. `features` lists
{"name", "unit", "minimum", "maximum"} in the order of the training columns; these ranges become public with the contract.
"""
import json
import sys

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def export(model, features, name, version=1, accuracy=1e-6, outputs=None, unit=""):
    """The content of model.json; `outputs` names the outputs, by default after the classes or just "prediction"."""
    scalers, model = (model[:-1], model[-1]) if isinstance(model, Pipeline) else ([], model)
    coefficients, intercepts = np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)
    count, link = len(coefficients), "identity"
    names = ["prediction"] if count == 1 else [f"prediction_{k + 1}" for k in range(count)]
    if isinstance(model, LogisticRegression):
        if count > 1 and (model.solver == "liblinear" or getattr(model, "multi_class", "") == "ovr"):
            raise ValueError("one-versus-rest classifiers have no softmax: fit with another solver")
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
    if coefficients.shape[1] != len(features):
        raise ValueError(f"the model has {coefficients.shape[1]} features, {len(features)} are described")
    intercepts = np.broadcast_to(intercepts, count)  # without an intercept scikit-learn keeps a single 0
    return {"name": name, "version": version, "accuracy": accuracy,
            "features": [{key: feature[key] for key in ("name", "unit", "minimum", "maximum")} for feature in features],
            "outputs": [{"name": output, "unit": unit, "link": link, "intercept": float(b), "coefficients": w.tolist()}
                        for output, b, w in zip(outputs or names, intercepts, coefficients, strict=True)]}


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: export_sklearn.py MODEL.joblib FEATURES.json MODEL.json")
    import joblib
    with open(sys.argv[2], encoding="utf-8") as source:
        described = json.load(source)["features"]
    content = export(joblib.load(sys.argv[1]), described, name="scikit-learn model")
    with open(sys.argv[3], "w", encoding="utf-8") as target:
        json.dump(content, target, indent=2)
