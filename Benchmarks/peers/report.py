# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes what was measured: tables in Markdown, all figures in JSON, charts in SVG."""
import json
import pathlib
import statistics

import chart
import lines

REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")


def short(value):
    """Three significant digits, or a whole number."""
    if value >= 100 or value == 0:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.{2 if value >= 1 else 4}f}" if value >= 0.001 else f"{value:.1e}"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def heading(group):
    cores = "one core" if group["cores"] == 1 else f"{group['cores']} cores"
    return f"{group['bits']} bits, {group['features']} features, {cores}"


def is_own(line):
    return line["name"].startswith("BlindScore")


def fastest(found):
    return min(found, key=lambda line: line["anchorsPerRow"]["total"])


def verdicts(group):
    """Who is fastest, in sentences, whoever it is: of all, and of the Paillier libraries."""
    sentences = []
    for is_alone, what in ((True, "A row alone"), (False, "Many rows")):
        found = [line for line in group["lines"] if (line["rows"] == 1) == is_alone]
        own = [line for line in found if is_own(line)]
        others = [line for line in found if not is_own(line)]
        peers = [fastest(some) for some in (others, [line for line in others if line["scheme"] == "Paillier"]) if some]
        if not own or not peers:
            continue
        ours = fastest(own)
        compared = []
        for peer in {peer["name"]: peer for peer in peers}.values():
            ratio = peer["anchorsPerRow"]["total"] / ours["anchorsPerRow"]["total"]
            compared.append(f"{short(ratio)} times the speed of {peer['name']}" if ratio >= 1
                            else f"1/{short(1 / ratio)} of the speed of {peer['name']}")
        sentences.append(f"{what}: {ours['name']} has {' and '.join(compared)}.")
    return sentences


def scaling(group, groups):
    """What more cores bring, in a sentence, for lines that one core was measured with as well."""
    case = (group["bits"], group["features"])
    alone = {(line["name"], line["rows"]): line["anchorsPerRow"]["total"]
             for other in groups if other["cores"] == 1 and (other["bits"], other["features"]) == case
             for line in other["lines"]}
    gains = [f"{line['name']} with {line['rows']} rows {alone[key] / line['anchorsPerRow']['total']:.2f}"
             for line in group["lines"] if (key := (line["name"], line["rows"])) in alone and line["rows"] > 1]
    return [f"Against one core: as many processes of powers by GMP do {group['anchorScaling']:.2f} times as much, "
            f"{', '.join(gains)}."]


def table(group, groups):
    sentences = verdicts(group) + (scaling(group, groups) if group["cores"] > 1 else [])
    text = [f"### {heading(group)}", "", " ".join(sentences), "", row(
        ["", "rows", "encrypt, A", "score, A", "decrypt, A", "total, A", "total, ms", "bytes up", "bytes down",
         "once, bytes", "largest error", "rounds"]), row(["---"] + ["---:"] * 11)]
    for line in group["lines"]:
        anchors = line["anchorsPerRow"]
        text.append(row(
            [line["name"], line["rows"], *(short(anchors[phase]) for phase in ("encrypt", "score", "decrypt", "total")),
             short(line["millisecondsPerRow"]["total"]), short(line["bytesUpPerRow"]), short(line["bytesDownPerRow"]),
             short(line["oneTimeBytes"]), f"{line['largestError']:.0e}", line["rounds"]]))
    return "\n".join(text) + "\n"


def properties(results):
    """What no clock shows, for the lines that were run."""
    kernels = {line["name"]: line["kernel"] for group in results["groups"] for line in group["lines"]}
    kinds = {line.kind.name: line.kind for line in lines.LINES}
    text = [row(["", "scheme", "kernel", "assumption behind the noise", "what the other side learns beside the result",
                 "claims constant time"]), row(["---"] * 6)]
    text += [row([name, kinds[name].scheme, kernel, kinds[name].hidden_by, kinds[name].shows,
                  kinds[name].constant_time])
             for name, kernel in kernels.items()]
    return "\n".join(text) + "\n"


def anchors(results):
    values = [line["anchorMilliseconds"] for group in results["groups"] for line in group["lines"]]
    return f"{statistics.median(values):.2f} ms ({min(values):.2f} to {max(values):.2f})"


def markdown(results):
    pins = [line for line in REQUIREMENTS.read_text().split("\n") if line and not line.startswith("#")]
    generation = [row(["key generation", "median, s", "keys"]), row(["---", "---:", "---:"])]
    generation += [row([name, f"{statistics.median(times):.2f}", len(times)])
                   for name, times in results["keyGenerationSeconds"].items()]
    return "\n".join([
        "# Beside other libraries", "",
        f"Measured on {results['processor']}, Python {results['python']}, GMP {results['gmp']}; {', '.join(pins)}.", "",
        "Each time is a median, of one row: the processor's time on one core, the wall's on two. A is the time of one power by GMP, of 1024 bits modulo 2048, measured before each "
        f"round: {anchors(results)}. A request has the number of rows that stands beside the name; `score` includes whatever "
        "hides how the answer came about. What is made once for a key, tables and pools among it, is not in the times. "
        "BlindScore's requests include key and proof.", "",
        *(table(group, results["groups"]) for group in results["groups"]),
        "### What no clock shows", "", properties(results), "### Keys", "", *generation, ""])


def write(folder, results):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    (folder / "results.md").write_text(markdown(results))
    for group in results["groups"]:
        name = f"{group['bits']}-bits-{group['features']}-features-{group['cores']}-cores.svg"
        (folder / name).write_text(chart.bars(heading(group), group["lines"]))
