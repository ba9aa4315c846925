# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes receipt.json, receipt-key.json, request.bin and answer.bin. Usage: python3 make_receipts.py (needs cryptography).

Written from docs/wire-format.md, section 15. The key is that of RFC 8032, section 7.1, test 1.
"""

import base64
import datetime
import hashlib
import json
import pathlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = pathlib.Path(__file__).parent
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


request, answer = b"what was asked", b"what was answered"
contract, key = bytes(range(32)), bytes(range(100, 132))
slots, time = 186, 1_795_727_100
hashes = [hashlib.sha256(body).digest() for body in (request, answer)]
signer = Ed25519PrivateKey.from_private_bytes(SEED)
signed = b"blindscore receipt v1" + contract + key + hashes[0] + hashes[1] + struct.pack(">QQ", slots, time)
receipt = {
    "format": "blindscore.receipt.v1", "contractId": contract.hex(), "keyId": key.hex(),
    "requestSha256": hashes[0].hex(), "answerSha256": hashes[1].hex(), "slots": slots,
    "time": datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "signature": base64url(signer.sign(signed)),
}  # fmt: skip
public = signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
(HERE / "receipt.json").write_text(json.dumps(receipt, indent=2) + "\n")
(HERE / "receipt-key.json").write_text(
    json.dumps({"format": "blindscore.receipt-key.v1", "ed25519": base64url(public)}) + "\n"
)
(HERE / "request.bin").write_bytes(request)
(HERE / "answer.bin").write_bytes(answer)
