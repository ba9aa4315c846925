# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Bar charts in SVG: the total for a row in anchors, on a logarithmic scale."""
import math
from html import escape

WIDTH, LEFT, RIGHT, BAR, GAP = 760, 270, 70, 18, 6
COLOURS = {"own": "#0b6e4f", "Paillier": "#7a8794", "other": "#b9a36a"}


def colour(line):
    if line["name"].startswith("BlindScore"):
        return COLOURS["own"]
    return COLOURS.get(line["scheme"], COLOURS["other"])


def text(x, y, words, anchor="start", size=12, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">'
            f"{escape(words)}</text>")


def bars(title, measured):
    """A chart of lines, those with the fewest rows in a request first, then the fastest first."""
    ordered = sorted(measured, key=lambda line: (line["rows"], line["anchorsPerRow"]["total"]))
    values = [line["anchorsPerRow"]["total"] for line in ordered]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    top = 62
    height = top + len(ordered) * (BAR + GAP) + 30

    def x(value):
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" role="img" '
        f'aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', text(12, 22, title, size=15, weight="bold"),
        text(12, 42, "time for one row, encryption to decryption; 1 is one power by GMP; logarithmic, shorter is faster"),
    ]
    for power in range(low, high + 1):
        place = x(10.0**power)
        parts.append(f'<line x1="{place:.1f}" x2="{place:.1f}" y1="{top - 4}" y2="{height - 24}" stroke="#dddddd"/>')
        parts.append(text(place, height - 10, f"{10.0**power:g}", "middle", 11))
    for number, (line, value) in enumerate(zip(ordered, values)):
        y = top + number * (BAR + GAP)
        rows = "one row" if line["rows"] == 1 else f"{line['rows']} rows"
        parts.append(text(LEFT - 8, y + 13, f"{line['name']}, {rows}", "end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(x(value) - LEFT, 1):.1f}" height="{BAR}" fill="{colour(line)}"/>')
        parts.append(text(x(value) + 5, y + 13, f"{value:.3g}"))
    return "\n".join(parts + ["</svg>"]) + "\n"
