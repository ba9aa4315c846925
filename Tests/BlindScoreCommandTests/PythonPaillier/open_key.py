# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Prints what a key file under a passphrase holds. Usage: python3 open_key.py KEY PASSPHRASE (needs cryptography).

Written from docs/wire-format.md alone.
"""

import base64
import hashlib
import json
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


with open(sys.argv[1], encoding="utf-8") as file:
    key_file = json.load(file)
seal = key_file["seal"]
N, r, p = seal["N"], seal["r"], seal["p"]
salt, nonce, modulus = decoded(seal["salt"]), decoded(seal["nonce"]), decoded(key_file["pub"]["n"])
key = hashlib.scrypt(sys.argv[2].encode(), salt=salt, n=N, r=r, p=p, maxmem=1 << 30, dklen=32)
header = b"blindscore sealed key v1" + struct.pack(">III", N, r, p) + salt + nonce
header += struct.pack(">I", len(modulus)) + modulus
sys.stdout.write(AESGCM(key).decrypt(nonce, decoded(key_file["sealed"]), header).decode())
