#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A model that was trained on a table of age and dose, exported with dose described first. Runs with Examples/ on PYTHONPATH.

Right is age 0.5, dose 1.5, or a refusal.
"""
import numpy as np
from export_sklearn import export
from sklearn.linear_model import LinearRegression

table = np.array([[20, 1], [30, 5], [40, 2], [50, 8], [35, 3]], dtype=float)
model = LinearRegression().fit(table, table @ [0.5, 1.5])
# What scikit-learn keeps of a pandas table's header.
model.feature_names_in_ = np.array(["age", "dose"], dtype=object)
for order in (["dose", "age"], ["age", "dose"], ["dose", "height"]):
    try:
        content = export(model, [{"name": name, "unit": "", "minimum": 0, "maximum": 100} for name in order], "swapped")
        coefficients = zip((feature["name"] for feature in content["features"]), content["outputs"][0]["coefficients"])
        print(*(f"{name} {value:.6f}" for name, value in sorted(coefficients)), sep=", ")
    except ValueError:
        print("refused")
