# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Deployment/Dockerfile and its list of ignored files, read."""

import dataclasses
import fnmatch
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCKERFILE = ROOT / "Deployment/Dockerfile"
KNOWN = {"FROM", "RUN", "COPY", "WORKDIR", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


@dataclasses.dataclass
class Stage:
    """An image by name, and what is done on it."""

    image: str
    name: str
    steps: list  # (instruction, text)

    def last(self, instruction):
        """The text of an instruction that counts once."""
        found = [text for name, text in self.steps if name == instruction]
        return found[-1] if found else None

    def arguments(self, instruction):
        """An instruction's arguments, which must be written as a list: a shell would not pass signals on."""
        return json.loads(self.last(instruction))

    def health_check(self):
        options, arguments = self.last("HEALTHCHECK").split("CMD", 1)
        return json.loads(arguments)


def stages(text):
    """The stages of a Dockerfile; an instruction that is not known here ends the check."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        name, _, rest = line.strip().partition(" ")
        if name not in KNOWN:
            raise SystemExit(f"Dockerfile: {name} is not known to this check")
        if name == "FROM":
            image, _, alias = rest.partition(" AS ")
            found.append(Stage(image, alias or str(len(found)), []))
        else:
            found[-1].steps.append((name, rest))
    return found


def context(ignored):
    """The files of the repository that a build sees: those that git knows, less what the list ignores."""
    patterns = [line for line in ignored.splitlines() if line and not line.startswith("#")]
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
        capture_output=True)  # fmt: skip
    for name in listing.stdout.decode().split("\0"):
        is_seen = True
        for pattern in patterns:
            kept, pattern = pattern.startswith("!"), pattern.lstrip("!")
            folder = re.sub(r"^\*\*/", "*/", pattern)
            if pattern == "**" or any(fnmatch.fnmatch(f"/{name}", f"/{form}") for form in (folder, f"{folder}/*")):
                is_seen = kept
        if name and is_seen and (ROOT / name).is_file():
            yield name
