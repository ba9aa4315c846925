#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A multinomial model of two classes, as scikit-learn before 1.8 fits it: prints the probabilities of the exported model and
scikit-learn's, row by row. Runs with Examples/ on PYTHONPATH.
"""
import inspect
import warnings

import numpy as np
from export_sklearn import export
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")
x = np.array([[0.0, 1], [1, 0], [2, 1], [3, 1], [4, 0], [5, 2], [1, 3], [2, 4]])
y = np.array([0, 0, 0, 1, 1, 1, 0, 1])
if "multi_class" in inspect.signature(LogisticRegression).parameters:
    model = LogisticRegression(multi_class="multinomial").fit(x, y)
    expected = model.predict_proba(x)[:, 1]
else:
    # Such a model from a file: its scores s stand for the softmax of −s and s, the logistic function of 2s.
    model = LogisticRegression().fit(x, y)
    model.multi_class = "multinomial"
    expected = 1 / (1 + np.exp(-2 * (x @ model.coef_[0] + model.intercept_[0])))
output = export(model, [{"name": name, "unit": "", "minimum": 0, "maximum": 9} for name in "ab"], "t")["outputs"][0]
assert output["link"] == "logistic"
for row, probability in zip(x, expected):
    print(f"{1 / (1 + np.exp(-(output['intercept'] + row @ np.array(output['coefficients'])))):.9f} {probability:.9f}")
