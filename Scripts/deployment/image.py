# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Follows Deployment/Dockerfile without an engine: a folder made by debootstrap for each stage, its lines run by chroot.

Then runs the image as the compose file does: read-only, as its user, without capabilities, with models, certificate and state
mounted; asks its health check, scores a table from outside, and ends it. Mounts are made in a namespace of this process's own."""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import tempfile
import time

import certificates
from dockerfile import DOCKERFILE, ROOT, context, stages
from running import MODEL  # the model that the other checks serve

# What the compiler's image has on top of Debian's.
COMPILER_PACKAGES = (
    "binutils binutils-gold ca-certificates g++ git libcurl4-openssl-dev libc6-dev libncurses-dev libpython3-dev libxml2-dev "
    "tzdata zlib1g-dev"
)


def run(*command, **options):
    print("+", shlex.join(map(str, command))[:200], flush=True)
    subprocess.run([*map(str, command)], check=True, **options)


class Folder:
    """A stage: the folder that stands for its file system."""

    def __init__(self, base, place, stage, binds):
        self.root, self.stage, self.binds = place / stage.name, stage, binds
        self.user, self.work, self.environment = "root", "/", {"PATH": os.environ["PATH"], "DEBIAN_FRONTEND": "noninteractive"}
        run("cp", "-a", base, self.root)
        for name in ("resolv.conf", "hosts"):
            shutil.copy(f"/etc/{name}", self.root / "etc" / name)
        run("mount", "-t", "proc", "proc", self.root / "proc")
        run("mount", "--rbind", "/dev", self.root / "dev")
        if stage.image.startswith("swift:"):
            for bind in binds:
                (self.root / bind.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
                source, target = pathlib.Path(bind), self.root / bind.lstrip("/")
                target.mkdir(exist_ok=True) if source.is_dir() else target.touch()
                run("mount", "--rbind", source, target)
            self.shell(f"apt-get update && apt-get install --yes --no-install-recommends {COMPILER_PACKAGES}")

    def shell(self, text):
        run("chroot", self.root, "sh", "-ec", f"cd {self.work} && {text}", env=self.environment)

    def follow(self, others):
        """Does the stage's steps, in order."""
        for name, text in self.stage.steps:
            if name == "RUN":
                while text.startswith("--mount=type=cache,"):
                    option, _, text = text.partition(" ")
                    target = dict(part.split("=") for part in option[len("--mount="):].split(","))["target"]
                    (self.root / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
                    text = text.lstrip()
                self.shell(text)
            elif name == "WORKDIR":
                self.work = text
                (self.root / text.lstrip("/")).mkdir(parents=True, exist_ok=True)
            elif name == "COPY":
                self.copy(text.split(), others)
            elif name == "USER":
                self.user = text
            elif name == "ENV":
                key, _, value = text.partition("=")
                self.environment[key] = value

    def copy(self, words, others):
        target = self.root / os.path.join(self.work, words[-1]).lstrip("/")
        if words[0].startswith("--from="):
            source = others[words[0][len("--from="):]].root / words[1].lstrip("/")
            run("cp", "-a", f"{source}/.", target)
            return
        for name in context((DOCKERFILE.parent / "Dockerfile.dockerignore").read_text()):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def serve(folder, place):
    """Runs the image's command as compose does, and everything that a container's user meets."""
    stage = folder.stage
    for name, owner in (("models", 0), ("tls", 0), ("state", 10001), ("tmp", 0)):
        (place / f"mounted-{name}").mkdir(mode=0o755 if name != "state" else 0o700)
        os.chown(place / f"mounted-{name}", owner, owner)
    (place / "mounted-models/risk.json").write_text(json.dumps(MODEL))
    certificates.make(place / "mounted-tls")
    for path in [*place.glob("mounted-models/*"), *place.glob("mounted-tls/*")]:
        os.chown(path, 10001, 10001)
        path.chmod(0o400)
    for name in ("models", "tls", "state"):
        (folder.root / name).mkdir(exist_ok=True)
    # With what is mounted in it: a program finds its arguments in /proc.
    run("mount", "--rbind", folder.root, folder.root)
    run("mount", "-o", "remount,bind,ro", folder.root)
    run("mount", "-t", "tmpfs", "-o", "size=16m,noexec,nosuid,nodev", "tmpfs", folder.root / "tmp")
    for name in ("models", "tls", "state"):
        run("mount", "--bind", place / f"mounted-{name}", folder.root / name)
        if name != "state":
            run("mount", "-o", "remount,bind,ro", folder.root / name)

    def inside(*command):
        return ["chroot", folder.root, "setpriv", f"--reuid={folder.user}", f"--regid={folder.user}", "--clear-groups",
                "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", *command]  # fmt: skip

    environment = {**folder.environment, "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    entry = stage.arguments("ENTRYPOINT")
    server = subprocess.Popen(inside(*entry, *stage.arguments("CMD")), env=environment)
    try:
        health = inside(*stage.health_check())
        deadline = time.monotonic() + 30
        while subprocess.run(health, env=environment).returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the image's health check never passed")
            time.sleep(0.2)
        print("the health check passes", flush=True)
        for probe, reason in ((["touch", "/usr/local/x"], "the root is writable"), (["touch", "/models/x"], "models are writable")):
            if subprocess.run(inside(*probe), env=environment, stderr=subprocess.DEVNULL).returncode == 0:
                raise SystemExit(reason)
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        if fields["Uid"].split()[0] != "10001" or int(fields["CapEff"], 16) or int(fields["CapBnd"], 16):
            raise SystemExit(f"the server runs with more rights than it should: {fields['Uid']} {fields['CapEff']}")
        account = subprocess.run(
            inside(*entry, "account", "add", "clinic", "--state", "/state"), env=environment, capture_output=True, text=True)
        if not account.stdout.startswith("bs_"):
            raise SystemExit(f"no account could be added: {account.stderr}")
        # The right header alone shows that a token of the container's state counts.
        found = subprocess.run(
            ["curl", "--silent", "--cacert", place / "mounted-tls/authority.pem", "--header", "Host: localhost",
             "--header", f"Authorization: Bearer {account.stdout.strip()}", "https://localhost:8443/v1/models"],
            capture_output=True, text=True)  # fmt: skip
        if '"models"' not in found.stdout:
            raise SystemExit(f"the service did not list models: {found.stdout} {found.stderr}")
        server.send_signal(signal.SIGTERM)
        if server.wait(40) != 0:
            raise SystemExit(f"the server ended with {server.returncode}")
    finally:
        server.kill()
    size = sum(path.stat().st_size for path in (folder.root / "usr/local/bin").iterdir())
    print(f"the image runs read-only as {folder.user}; its program has {size / 1e6:.0f} MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bind", action="append", default=[], help="a folder that the compiler's image has")
    parser.add_argument("--place", default=None, help="where the folders are made; they go away at the end")
    options = parser.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(dir=options.place, prefix="image-"))
    try:
        run("debootstrap", "--variant=minbase", "bookworm", place / "base")
        made = {}
        for stage in stages(DOCKERFILE.read_text()):
            made[stage.name] = folder = Folder(place / "base", place, stage, options.bind)
            folder.follow(made)
        serve(folder, place)
    finally:
        # Nothing that is mounted may be deleted with the folders.
        mounted = [line.split()[4] for line in open("/proc/self/mountinfo") if str(place) in line.split()[4]]
        for path in reversed(mounted):
            subprocess.run(["umount", "--lazy", path])
        subprocess.run(["rm", "-rf", "--one-file-system", place])


main()
