#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes csv.json: tables as Python's csv module writes them, and decimal numbers as Python's float reads them.

Run it in this folder: python3 make_csv.py > csv.json
"""
import csv, io, json, random, struct

rng = random.Random(20250917)
alphabet = ["a", "Z", "7", " ", ",", '"', "\n", "\r\n", "ü", "患", "'", ";", "\t", "-1.5"]


def table():
    width = rng.randint(1, 5)
    # A row of one empty field is left out: csv writes it as "", other writers as an empty line.
    rows = [["".join(rng.choice(alphabet) for _ in range(rng.randint(1 if width == 1 else 0, 6))) for _ in range(width)]
            for _ in range(rng.randint(1, 6))]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=rng.choice(["\n", "\r\n"]), quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])).writerows(rows)
    return {"text": text.getvalue(), "rows": rows}


def numbers():
    yield from ["0", "-0", "+1", "1.", ".5", "-.5e1", "1e5", "1E+05", "1e-5", "007", "0.1", "0.30000000000000004", "123456.789"]
    yield from ["9007199254740993", "9007199254740992e22", "9007199254740992e-22", "18446744073709551616", "99999999999999999999e-20"]
    yield from ["1.7976931348623157e308", "2.2250738585072011e-308", "4.9e-324", "2.4703282292062327e-324", "1e-400", "0e999999999999"]
    yield from ["0." + "0" * 400 + "1e401", "1" + "0" * 300 + "e-300", "8.5" + "0" * 40 + "1", "1.00000000000000011102230246251565" + "4" * 30]
    # Halfway cases between neighbouring doubles, exactly and a digit beside them.
    for value in [1.0, 2.0 ** 53, 1e22, 3.14159, 5e-300]:
        bits = struct.unpack("<q", struct.pack("<d", value))[0]
        above = struct.unpack("<d", struct.pack("<q", bits + 1))[0]
        from fractions import Fraction
        half = (Fraction(value) + Fraction(above)) / 2
        if half.denominator.bit_length() < 200:
            digits = half.denominator.bit_length()
            exact = f"{half.numerator * 10 ** digits // half.denominator}e-{digits}"
            yield from [exact, exact.replace("e", "1e").replace(f"e-{digits}", f"e-{digits + 1}")]
    for _ in range(700):
        bits = rng.getrandbits(64)
        value = struct.unpack("<d", struct.pack("<Q", bits))[0]
        if value == value and abs(value) != float("inf"):
            yield repr(value)
            yield f"{value:.{rng.randint(0, 30)}e}"
        yield f"{rng.uniform(-1000, 1000):.{rng.randint(0, 18)}f}"
        yield f"{rng.getrandbits(rng.randint(1, 80))}e{rng.randint(-30, 30)}"


def bits_of(text):
    return f"{struct.unpack('<Q', struct.pack('<d', float(text)))[0]:016x}"


finite = [text for text in numbers() if abs(float(text)) != float("inf")]


def lines(items):
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


print('{"tables": [\n' + lines(table() for _ in range(300)) + '\n],\n"numbers": [\n'
      + lines({"text": text, "bits": bits_of(text)} for text in finite) + "\n]}")
