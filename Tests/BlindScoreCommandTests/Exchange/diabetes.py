# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes scikit-learn's diabetes data, 442 rows of 10 features as they were measured, as a table with the target `progression`.

diabetes.py TABLE.csv
"""

import csv
import sys

from sklearn.datasets import load_diabetes

data = load_diabetes(scaled=False)
with open(sys.argv[1], "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*data.feature_names, "progression"])
    for features, target in zip(data.data, data.target, strict=True):
        writer.writerow([int(value) if value == int(value) else float(value) for value in [*features, target]])
