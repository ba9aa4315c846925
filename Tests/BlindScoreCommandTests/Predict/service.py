# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A scoring service of one model in Python's standard library: `blindscore score` computes, Ed25519 comes from cryptography.

service.py BLINDSCORE FOLDER PORTFILE   FOLDER has model.json, contract.json and settings.json, which is read at every request:
  token         what Authorization must hold; absent, nothing
  productUnits  the limit of a request
  remaining     slots of the budget
  hold          requests of so many rows are answered, but no response is sent
  models        names that the account may use
  bare          requests that score get this status without a word
  refuse        what requests that score get instead: a status, a code and Retry-After
Writes its port to PORTFILE, and each request to FOLDER/log. Ends with its standard input.
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BLINDSCORE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS, ANSWERS, LOCK = set(), {}, threading.Lock()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def command(*arguments):
    return subprocess.run([BLINDSCORE, *arguments], cwd=FOLDER, check=True, capture_output=True, text=True).stdout


def facts(path):
    """What `blindscore inspect` says of a file, by its words."""
    return dict(line.strip().rsplit("  ", 1) for line in command("inspect", path).splitlines()[1:] if "  " in line.strip())


def answer(request):
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/request.bin", f"{folder}/answer.bin"
        pathlib.Path(source).write_bytes(request)
        command("score", "--model", "model.json", "--input", source, "--output", target)
        said = {name.strip(): value.strip() for name, value in facts(source).items()}
        body = pathlib.Path(target).read_bytes()
    outputs = len(json.loads((FOLDER / "model.json").read_text())["outputs"])
    ids = [bytes.fromhex(said[name]) for name in ("contract id", "key id")]
    hashes = [hashlib.sha256(data).digest() for data in (request, body)]
    slots = int(said["rows"].replace(",", "")) * outputs
    signed = b"blindscore receipt v1" + b"".join(ids + hashes) + struct.pack(">QQ", slots, 0)
    receipt = {
        "format": "blindscore.receipt.v1", "contractId": ids[0].hex(), "keyId": ids[1].hex(),
        "requestSha256": hashes[0].hex(), "answerSha256": hashes[1].hex(), "slots": slots,
        "time": "1970-01-01T00:00:00Z", "signature": base64url(SIGNER.sign(signed)),
    }  # fmt: skip
    return body, json.dumps(receipt), slots // outputs


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def problem(self, status, code, **headers):
        body = json.dumps({"code": code, "title": code, "status": status, "detail": f"the service says {code}."})
        self.reply(status, body.encode(), Content_Type="application/problem+json", **headers)

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        settings = json.loads((FOLDER / "settings.json").read_text())
        with LOCK, open(FOLDER / "log", "a") as log:
            print(self.command, self.path, file=log)
        if self.path == "/v1/receipt-key":
            public = SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            key = {"format": "blindscore.receipt-key.v1", "ed25519": base64url(public)}
            return self.reply(200, json.dumps(key).encode())
        if "token" in settings and self.headers.get("Authorization") != f"Bearer {settings['token']}":
            return self.problem(401, "authentication-required", WWW_Authenticate="Bearer")
        if self.path == "/v1/limits":
            limits = {"bodyBytes": 1 << 25, "jsonBodyBytes": 1, "jsonRows": 1, "productUnits": settings["productUnits"]}
            budget = {"model": "risk", "allowed": 10**6, "used": 0, "remaining": settings.get("remaining", 10**6)}
            return self.reply(200, json.dumps(limits | {"budgets": [budget]}).encode())
        if self.path == "/v1/models":
            offered = [{"name": name, "versions": []} for name in settings.get("models", ["risk"])]
            return self.reply(200, json.dumps({"models": offered}).encode())
        if self.path.startswith("/v1/models/risk/contract"):
            return self.reply(200, (FOLDER / "contract.json").read_bytes())
        if self.command == "PUT" and self.path.startswith("/v1/keys/"):
            KEYS.add(self.path)
            return self.reply(201)
        if self.path == "/v1/models/risk/score":
            return self.score(body, settings)
        self.problem(404, "model-not-found")

    def score(self, body, settings):
        if "bare" in settings:
            return self.reply(settings["bare"], b"<html>")
        if "refuse" in settings:
            status, code, wait = settings["refuse"]
            return self.problem(status, code, Retry_After=str(wait))
        with LOCK:
            if body not in ANSWERS:
                ANSWERS[body] = answer(body)
        data, receipt, rows = ANSWERS[body]
        if settings.get("hold") == rows:
            time.sleep(600)
        self.reply(200, data, BlindScore_Receipt=receipt)

    do_GET = do_PUT = do_POST = serve

    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
server = Server(("127.0.0.1", 0), Handler)
pathlib.Path(sys.argv[3] + ".new").write_text(str(server.server_port))
os.rename(sys.argv[3] + ".new", sys.argv[3])
server.serve_forever()
