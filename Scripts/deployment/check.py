# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The checks of Scripts/check-deployment that need no root."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

import certificates
import yaml
from dockerfile import DOCKERFILE, ROOT, context, stages
from running import MODEL, SERVER, Place, Server, run

UNIT = ROOT / "Deployment/blindscore-server.service"
COMPOSE = ROOT / "Deployment/compose.yaml"
# What `systemd-analyze security` may find, in tenths: a service that is reached over the network has 13 at least.
EXPOSURE = 15


class Fault(Exception):
    pass


def expect(condition, reason):
    if not condition:
        raise Fault(reason)


def settings(unit):
    """The settings of a unit, each with all its values."""
    found = {}
    for line in unit.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def systemd(unit, folder):
    """systemd reads the unit without complaint, and finds it closed."""
    path = folder / "blindscore-server.service"
    path.write_text(unit.replace("/usr/local/bin/blindscore-server", str(SERVER)))
    verified = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    expect(verified.returncode == 0 and not verified.stderr.strip(), f"systemd-analyze verify: {verified.stderr.strip()}")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE}", path], capture_output=True, text=True)
    expect(judged.returncode == 0, judged.stdout.strip().splitlines()[-1] + judged.stderr)


def allowed_calls(filters):
    """The system calls that the values of SystemCallFilter allow."""
    def members(name):
        if not name.startswith("@"):
            return {name}
        lines = subprocess.run(
            ["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout.splitlines()
        return set().union(*(members(line.strip()) for line in lines[1:] if line.strip() and not line.strip().startswith("#")))

    found = members("@default")
    for value in filters:
        change = found.difference_update if value.startswith("~") else found.update
        for name in value.lstrip("~").split():
            change(members(name))
    return found


def traced(folder):
    """The lines of strace of a server that registers, scores, repeats, reloads and ends, over TLS's files and the disk."""
    place = Place(folder, 10**6)
    trace = folder / "trace"
    server = Server(place, "--metrics-port", 0, program=["strace", "-f", "-qq", "-o", trace, SERVER])
    server.register()
    body, _ = place.request([(age, 1) for age in range(40)])
    large, _ = place.request([(row % 100, row % 10) for row in range(150_000)])
    expect(len(large) > 1 << 20, f"{len(large)} bytes do not go to the disk")
    for request in (body, body, large):
        status, _, answer = server.score(request, timeout=120)
        expect(status == 200, f"a request was answered {status}: {answer}")
    for path in ("/healthz", "/readyz", "/v1/usage", "/v1/models", "/v1/models/risk/contract"):
        expect(server.send("GET", path)[0] == 200, path)
    # strace is the child; the server is its child.
    child = int(pathlib.Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()[0])
    os.kill(child, signal.SIGHUP)
    time.sleep(1)
    os.kill(child, signal.SIGTERM)
    expect(server.process.wait(60) == 0, "the server did not end well")
    return trace.read_text().splitlines()


def calls(unit, lines):
    """The unit allows every system call and address family that the server uses, and nothing that is written becomes code."""
    found = settings(unit)
    used = {match[1] for line in lines if (match := re.match(r"\d+ +([a-z_0-9]+)\(", line))}
    expect(len(used) > 40 and {"accept4", "fsync", "pwrite64"} & used, f"the trace is no server's: {sorted(used)}")
    # What happens before the program runs is done by systemd.
    forbidden = used - allowed_calls(found["SystemCallFilter"]) - {"execve"}
    expect(not forbidden, f"the unit forbids {', '.join(sorted(forbidden))}")
    families = set(found["RestrictAddressFamilies"][0].split())
    asked = {match[1] for line in lines if (match := re.search(r"\bsocket\((AF_[A-Z0-9]+)", line))}
    expect("AF_INET" in asked and asked <= families, f"the unit forbids {', '.join(sorted(asked - families))}")
    code = [line for line in lines if re.search(r"\b(mmap|mprotect)\(.*PROT_WRITE\|PROT_EXEC", line)]
    expect(not code, f"memory is written and run: {code[:1]}")
    return len(used)


def starts(arguments, health, folder):
    """A server starts with the arguments of a container, answers its health check, and ends in good order."""
    for name in ("models", "tls"):
        (folder / name).mkdir()
    (folder / "models/risk.json").write_text(json.dumps(MODEL))
    certificates.make(folder / "tls")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    def here(argument):
        for name in ("models", "state", "tls"):
            argument = re.sub(rf"(^|=)/{name}\b", rf"\g<1>{folder / name}", argument)
        return re.sub(r"^--metrics-port=\d+", "--metrics-port=0", argument.replace("8443", port))

    server = subprocess.Popen([SERVER, *map(here, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 20
        while subprocess.run([here(word) for word in health]).returncode != 0:
            if server.poll() is not None:
                raise Fault(f"the server ended with {server.returncode}: {server.stderr.read()}")
            expect(time.monotonic() < deadline, "the health check never passed")
            time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        expect(server.wait(40) == 0, f"the server ended with {server.returncode}")
        expect(subprocess.run([here(word) for word in health]).returncode != 0, "the health check passes without a server")
    finally:
        server.kill()


def documented(text):
    """How many commands of the server a text shows; each must exist with its options."""
    count = 0
    for command, rest in re.findall(r"\bblindscore-server ((?:account|usage) [a-z]+|serve|backup)\b([^\n`|#]*)", text):
        shown = run(SERVER, *command.split(), "--help")
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            expect(re.search(rf"{option}\b(?!-)", shown), f"“{command}” has no option {option}")
        count += 1
    return count


def compose(text):
    """The service of the compose file, closed as the documentation says."""
    service = yaml.safe_load(text)["services"]["server"]
    expect(service["read_only"] is True and service["cap_drop"] == ["ALL"], "the container may write or has capabilities")
    expect("no-new-privileges:true" in service["security_opt"], "the container may gain privileges")
    expect(service["ulimits"]["core"] == 0 and service["ulimits"]["nofile"] > 1024, "limits of files")
    expect(int(service["stop_grace_period"].rstrip("s")) > 30, "the container is killed before its drain is over")
    for mount in service["volumes"]:
        expect(mount.startswith("state:") or mount.endswith(":ro"), f"{mount} may be written")
    context_folder = (COMPOSE.parent / service["build"]["context"]).resolve()
    expect(context_folder == ROOT, f"the image is built in {context_folder}")
    expect((context_folder / service["build"]["dockerfile"]).resolve() == DOCKERFILE, "the image is built of another file")
    return [re.sub(r"\$\{[^}]*\}", "scores.example.org", word) for word in service["command"]]


def image(text, ignored):
    """The last stage of the Dockerfile: what runs, and as whom; its context holds what the build needs."""
    built, stage = stages(text)
    expect(stage.last("USER") not in (None, "root", "0"), "the image runs as root")
    expect("--static-swift-stdlib" in "".join(step for _, step in built.steps), "Swift's runtime is not in the program")
    names = set(context(ignored))
    sources = subprocess.run(
        ["git", "ls-files", "Package.swift", "Sources", "Service/Package.swift", "Service/Sources"], cwd=ROOT, check=True,
        capture_output=True, text=True).stdout.split()  # fmt: skip
    expect(sources and names >= set(sources), "the context lacks sources")
    expect(not [name for name in names if re.match(r"(Benchmarks/service|docs|\.ci|Scripts)/", name)], "the context has more than the build reads")
    return stage.arguments("CMD"), stage.health_check()


def check(folder):
    unit, ignored = UNIT.read_text(), (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text()
    systemd(unit, folder)
    command, health = image(DOCKERFILE.read_text(), ignored)
    for name, arguments in (("image", command), ("compose", compose(COMPOSE.read_text()))):
        (folder / name).mkdir()
        starts(arguments, health, folder / name)
    shown = documented("".join((ROOT / "docs" / name).read_text() for name in ("operations.md", "service.md")))
    expect(shown > 7, f"the documents show {shown} commands")
    (folder / "traced").mkdir()
    count = calls(unit, traced(folder / "traced"))
    print(
        f"the unit allows the {count} system calls of a server at work, and systemd finds it closed; image and compose start a "
        f"server; {shown} commands of the documents exist")


def self_test(folder):
    """Faults that must be found."""
    unit, text, ignored = UNIT.read_text(), DOCKERFILE.read_text(), (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text()
    composed = COMPOSE.read_text()
    call = [f"1 {name}() = 0" for name in sorted(allowed_calls(["@system-service"]))] + ["1 socket(AF_INET, SOCK_STREAM, 0) = 3"]
    closed = unit.replace("~@privileged @resources", "~@clock")
    calls(closed, call)
    planted = {
        "an unknown setting": lambda: systemd(unit.replace("PrivateTmp=", "PrivateTemp="), folder),
        "an open unit": lambda: systemd(unit.replace("CapabilityBoundingSet=\n", "").replace("PrivateUsers=yes", ""), folder),
        "a forbidden call": lambda: calls(closed.replace("~@clock", "~@sync"), call),
        "a forbidden family": lambda: calls(closed, [*call, "1 socket(AF_PACKET, SOCK_RAW, 0) = 3"]),
        "code that is written": lambda: calls(closed, [*call, "1 mmap(NULL, 1, PROT_READ|PROT_WRITE|PROT_EXEC, 0) = 0"]),
        "an empty trace": lambda: calls(closed, []),
        "an image of root's": lambda: image(text.replace("USER blindscore", "USER root"), ignored),
        "a context without sources": lambda: image(text, ignored.replace("!Service/Sources\n", "")),
        "a context with documents": lambda: image(text, ignored.replace("!Service/Sources\n", "!Service/Sources\n!docs\n")),
        "a container that may write": lambda: compose(composed.replace("read_only: true", "read_only: false")),
        "models that may be written": lambda: compose(composed.replace("/models:ro", "/models")),
        "an option that is not there": lambda: starts(["serve", "--modells=/models"], ["false"], folder),
        "a documented option that is not there": lambda: documented("blindscore-server account add x --stat y"),
    }
    missed = []
    for name, plant in planted.items():
        try:
            plant()
            missed.append(name)
        except Fault:
            pass
    if missed:
        raise SystemExit(f"not found: {', '.join(missed)}")
    print(f"check-deployment found all {len(planted)} planted faults")


def main():
    with tempfile.TemporaryDirectory() as folder:
        try:
            (self_test if sys.argv[1:] == ["--self-test"] else check)(pathlib.Path(folder))
        except Fault as fault:
            raise SystemExit(f"check-deployment: {fault}") from None


main()
