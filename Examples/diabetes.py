#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes scikit-learn's diabetes data, unscaled, as CSV: python3 diabetes.py diabetes.csv

442 patients, ten features (age, sex, body mass index, blood pressure, six serum values) and the column `progression`, a measure of
the disease a year later (Efron, Hastie, Johnstone and Tibshirani 2004, "Least angle regression").
"""
import csv
import sys

from sklearn.datasets import load_diabetes


def write(path):
    data = load_diabetes(scaled=False)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*data.feature_names, "progression"])
        writer.writerows([*features, target] for features, target in zip(data.data.tolist(), data.target.tolist()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: diabetes.py OUTPUT.csv")
    write(sys.argv[1])
