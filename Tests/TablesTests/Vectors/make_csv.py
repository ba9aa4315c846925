#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes csv.json: tables as Python's csv module writes them, with blanks, marks and empty rows that are to be overlooked; tables of
numbers as spreadsheets and statistics programs write them; and decimal numbers as Python's float reads them.

Run it in this folder: python3 make_csv.py > csv.json
"""
import csv, io, json, random, struct

rng = random.Random(20250917)
alphabet = ["a", "Z", "7", " ", ",", '"', "\n", "\r\n", "ü", "患", "'", ";", "\t", "|", "-1.5"]
separators = [",", ",", ",", ";", "\t", "|", " "]


def is_quoted(field, separator, everything):
    """Whether csv writes a field in quotation marks, after its documentation of QUOTE_MINIMAL."""
    return everything or any(character in field for character in (separator, '"', "\n", "\r"))


def table():
    width = rng.randint(1, 5)
    separator = rng.choice(separators)
    everything = rng.random() < 0.4
    # A row of one empty field is left out: csv writes it as "", other writers as an empty line.
    rows = [["".join(rng.choice(alphabet) for _ in range(rng.randint(1 if width == 1 else 0, 6))) for _ in range(width)]
            for _ in range(rng.randint(1, 6))]
    end = rng.choice(["\n", "\r\n"])
    text = rng.choice(["", "", "\ufeff", "\ufeff\ufeff"])
    blank = [character for character in " \t" if character != separator]
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=separator, lineterminator="\r\n",
                   quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL).writerow(row)
        if rng.random() < 0.15:
            text += "".join(rng.choice(blank + [separator]) for _ in range(rng.randint(0, 4))) + end
        text += line.getvalue().removesuffix("\r\n") + end
    if rng.random() < 0.3:
        text += end * rng.randint(1, 3)
    if rng.random() < 0.2:
        text = text.removesuffix(end)
    # Blanks around what has no quotation marks are dropped, and with them rows that have nothing else.
    read = [[field if is_quoted(field, separator, everything) else field.strip("".join(blank)) for field in row] for row in rows]
    kept = [fields for row, fields in zip(rows, read)
            if any(fields) or any(is_quoted(field, separator, everything) for field in row)]
    return {"text": text, "separator": separator, "rows": kept}


missing_words = ["", "NA", "na", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "<NA>", "<na>"]


def number_table():
    """A table of numbers in the manner of some program, and what its wanted columns hold."""
    columns = [f"x{place}" for place in range(rng.randint(2, 5))] + ["y"]
    rng.shuffle(columns)
    separator = rng.choice([",", ";", "\t"])
    decimal = "," if separator != "," and rng.random() < 0.5 else rng.choice([".", "."] + ([","] if separator == "," else []))
    end = rng.choice(["\n", "\r\n", "\r\r\n"])
    quotes_text, pads = rng.random() < 0.5, rng.random() < 0.4
    has_index, trails = rng.random() < 0.3, rng.random() < 0.3
    has_note, byte_order_marks = rng.random() < 0.4, rng.choice([0, 0, 1, 2])

    def written(value):
        if value is None:
            return rng.choice(missing_words)
        if isinstance(value, bool):
            return rng.choice([str(value), str(value).lower(), str(value).upper()])
        text = rng.choice([repr(value), f"{value:.3e}", f"{value:.2f}"])
        return text.replace(".", decimal)

    def laid_out(cells):
        out = []
        for cell in cells:
            if separator in cell or (quotes_text and not cell[:1].isdigit()):
                cell = '"' + cell.replace('"', '""') + '"'
            if pads and rng.random() < 0.5:
                blank = " " if separator == "\t" else rng.choice([" ", "\t", "  "])
                cell = rng.choice([blank + cell, cell + blank, blank + cell + blank])
            out.append(cell)
        return separator.join(out) + (separator if trails else "") + end

    text = "\ufeff" * byte_order_marks
    # Excel's line is for readers that would guess; here the header would be guessed rightly as well.
    if rng.random() < 0.25:
        text += "sep=" + separator + rng.choice(["\n", "\r\n"])
    text += laid_out(([""] if has_index else []) + columns + (["note"] if has_note else []))
    values = []
    for number in range(rng.randint(1, 8)):
        row = [rng.choice([None, True, False]) if rng.random() < 0.2 else rng.choice([rng.uniform(-1e3, 1e3), float(rng.randint(-9, 9))])
               for _ in columns]
        cells = [written(value) for value in row]
        # A row that is empty altogether is none.
        if not any(cells):
            cells[0], row[0] = "0", 0.0
        note = [rng.choice(["", "a, b; c", "tall", "1,5"])] if has_note else []
        text += laid_out(([str(number)] if has_index else []) + cells + note)
        if rng.random() < 0.1:
            text += rng.choice(["", separator * 3, " "]) + end
        values.append([None if value is None else bits_of(cell.lower().replace("true", "1").replace("false", "0").replace(",", "."))
                       for value, cell in zip(row, cells)])
    order = sorted(columns)
    return {"text": text, "decimal": decimal, "columns": order,
            "values": [[row[columns.index(name)] for name in order] for row in values]}


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


print('{"tables": [\n' + lines(table() for _ in range(400)) + '\n],\n"numberTables": [\n' + lines(number_table() for _ in range(400)) + '\n],\n"numbers": [\n'
      + lines({"text": text, "bits": bits_of(text)} for text in finite) + "\n]}")
