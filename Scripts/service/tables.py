# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Whole tables through a service: trained here, served, predicted, compared with the model in the clear."""

import csv
import json
import sys
from fractions import Fraction

from running import BLINDSCORE, ROOT, SERVER, Place, Server, run


def predict(folder):
    """Every prediction of a table that people know, and of 100,000 rows, is within the bound that stands beside it."""
    place = Place(folder, 1)
    run(sys.executable, ROOT / "Examples/diabetes.py", place.folder / "diabetes.csv")
    run(BLINDSCORE, "dataset", "--rows", 100_000, "--seed", 1, "--output", place.folder / "relapse.csv")
    tables = {"diabetes": ("progression", 442), "relapse": ("relapse_risk", 100_000)}
    for table, (target, _) in tables.items():
        run(BLINDSCORE, "train", "--data", place.folder / f"{table}.csv", "--target", target,
            "--output", place.models / f"{target}.json")  # fmt: skip
        run(SERVER, "account", "budget", "clinic", "--state", place.state, "--model", target,
            "--rows-times-outputs", 10**6)  # fmt: skip
    (place.folder / "token").write_text(place.token)
    server = Server(place)
    told = []
    for table, (target, count) in tables.items():
        run(BLINDSCORE, "predict", "--server", f"http://127.0.0.1:{server.port}", "--model", target, "--key",
            place.folder / "key.json", "--token-file", place.folder / "token", "--contract", place.folder / f"{target}-contract.json",
            "--input", place.folder / f"{table}.csv", "--output", place.folder / f"{table}-predicted.csv", "--with-error")  # fmt: skip
        model = json.loads((place.models / f"{target}.json").read_text(), parse_float=Fraction)
        (output,) = model["outputs"]
        features = [feature["name"] for feature in model["features"]]
        with open(place.folder / f"{table}-predicted.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        if len(rows) != count:
            raise SystemExit(f"{table}: {len(rows)} rows of {count}")
        share = 0
        for row in rows:
            exact = output["intercept"] + sum(
                weight * Fraction(row[name]) for name, weight in zip(features, output["coefficients"], strict=True))
            error = abs(Fraction(row[f"{target}_predicted"]) - exact) / Fraction(row[f"{target}_predicted_error"])
            share = max(share, error)
        if share > 1:
            raise SystemExit(f"{table}: a prediction is {float(share)} times its bound from the model's")
        told.append(f"{count:,} rows of {table} within {float(share):.2f} of their bounds")
    if server.stop() != 0:
        raise SystemExit("the server did not end well")
    return ", ".join(told)
