# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""What the server asks of the operating system for itself."""

import json
import os
import signal
import socket
from unittest import mock

from running import SERVER, Place, Server


def process(folder):
    """More open files than a shell allows, and silence in a crash."""
    place = Place(folder, 1)
    few = ["sh", "-c", 'ulimit -S -n 256; exec "$0" "$@"', SERVER]
    with mock.patch.dict(os.environ, {"SWIFT_BACKTRACE": "enable=yes"}):
        server = Server(place, "--connections-per-address", 1000, "--header-timeout", 300, program=few)
    held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(400)]
    status, _, _ = server.send("GET", "/healthz", timeout=10)
    if status != 200:
        raise SystemExit(f"/healthz beside {len(held)} connections was answered {status}")
    server.process.send_signal(signal.SIGSEGV)
    if server.process.wait(20) != -signal.SIGSEGV:
        raise SystemExit(f"a crash ended with {server.process.returncode}")
    for line in server.log_text().splitlines():
        json.loads(line)
    if list(place.folder.glob("core*")) or list(place.state.glob("core*")):
        raise SystemExit("a crash left a file of the memory")
    return f"{len(held)} connections where the shell allows 256 files; a crash says nothing"
