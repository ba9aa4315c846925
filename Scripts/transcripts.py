# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands that a Markdown text shows, and compares what it shows of their output with what comes out.

Every fenced block marked `sh` runs, in order, in one shell that starts in the repository's folder and stops at the first
failure; a line that Scripts/check runs as a step of its own is left to it. A fenced block marked `text` is what the block
marked `sh` before it prints: words and shape must agree, numbers may differ, and a line `[…]` stands for any lines. A
block marked `swift` must be the content of the snippet whose path the paragraph before it names. Blocks without a mark
are not looked at.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPET = re.compile(r"`(Snippets/\S+\.swift)`")
ELLIPSIS = "[…]"
BOUNDARY = "--- end of block"


def shape(text):
    """The lines of a transcript without what varies from run to run: numbers, units of time, and the spaces that align."""
    text = re.sub(r"-?\d[\d.,_]*(e[-+]?\d+)?", "0", text)
    text = re.sub(r"\b0 (s|ms|µs)\b", "0 s", text)
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def agrees(expected, output):
    pattern = "".join(
        r"(?:.*\n)*?" if line == ELLIPSIS else re.escape(line) + r"\n" for line in shape(expected))
    return re.fullmatch(pattern, "".join(line + "\n" for line in shape(output))) is not None


def run_blocks(name, blocks):
    """What each block prints on standard output, and how many lines ran; ends the program when a command fails."""
    steps = re.findall(r"^step (.+)$", (ROOT / "Scripts/check").read_text(), re.MULTILINE)
    script, count = ["set -euo pipefail"], 0
    for block in blocks:
        lines = [line for line in block.splitlines() if line.strip() and line not in steps]
        count += len(lines)
        script += lines + [f"echo '{BOUNDARY}'"]
    python = subprocess.run([ROOT / "Scripts/python"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    run = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PATH": f"{python}:{os.environ['PATH']}"})
    print(run.stdout.replace(BOUNDARY + "\n", ""), end="")
    if run.returncode != 0:
        sys.exit(f"a command of {name} failed with status {run.returncode}")
    return run.stdout.split(BOUNDARY + "\n"), count


def program(text):
    """What is shown of a snippet: its slice `program` if it has one, else all behind the licence."""
    if "// snippet.program\n" in text:
        return re.split(r"// snippet\.\w+\n", text.split("// snippet.program\n", 1)[1])[0]
    return text.split("\n\n", 1)[1]


def check(path, update=False):
    """Runs and compares one text; with `update` writes transcripts without `[…]`, and snippets, into it.

    Returns how many lines ran, how many blocks were compared, and the differences as lines.
    """
    name, text = str(path.relative_to(ROOT)), path.read_text()
    fences = list(FENCE.finditer(text))
    outputs, count = run_blocks(name, [fence[2] for fence in fences if fence[1] == "sh"])
    outputs = iter(outputs)
    compared, wrong, updated, copied, output = 0, [], "", 0, None
    for fence in fences:
        if fence[1] == "sh":
            output = next(outputs)
            continue
        if fence[1] == "text":
            if output is None:
                sys.exit(f"{name}: a block marked `text` that no command before it prints")
            actual, matches = output, agrees(fence[2], output)
        elif fence[1] == "swift":
            snippet = SNIPPET.findall(text[: fence.start()])[-1]
            actual = program((ROOT / snippet).read_text())
            matches = fence[2] == actual
        else:
            continue
        compared += 1
        if not matches:
            wrong += difflib.unified_diff(shape(fence[2]), shape(actual), name, "now", lineterm="")
        if ELLIPSIS not in fence[2]:
            updated += text[copied : fence.start(2)] + actual
            copied = fence.end(2)
    if update:
        path.write_text(updated + text[copied:])
    return count, compared, wrong
