# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the files sealed-….json beside it: key files under a passphrase. Usage: python3 make_sealed.py (needs cryptography).

Written from docs/wire-format.md, section 13, with OpenSSL's scrypt and AES-GCM. Salts and nonces are seeded.
"""

import base64
import hashlib
import json
import pathlib
import random
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = pathlib.Path(__file__).parent
KEYS = HERE.parent.parent / "WireFormatsTests" / "Vectors"
PASSPHRASE = "Zwölf Boxkämpfer jagen Viktor".encode()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sealed(name, private, public, passphrase=PASSPHRASE, cost=(16, 8, 1)):
    """Writes `private`, the bytes of a key file, under a passphrase beside the public key file `public`."""
    rng = random.Random(f"sealed key {name}")
    salt, nonce = rng.randbytes(16), rng.randbytes(12)
    n = public["n"]
    modulus = base64.urlsafe_b64decode(n + "=" * (-len(n) % 4))
    key = hashlib.scrypt(passphrase, salt=salt, n=cost[0], r=cost[1], p=cost[2], maxmem=1 << 30, dklen=32)
    header = b"blindscore sealed key v1" + struct.pack(">3I", *cost) + salt + nonce
    text = AESGCM(key).encrypt(nonce, private, header + struct.pack(">I", len(modulus)) + modulus)
    seal = {
        "kdf": "scrypt", "N": cost[0], "r": cost[1], "p": cost[2], "salt": base64url(salt),
        "cipher": "AES-256-GCM", "nonce": base64url(nonce),
    }  # fmt: skip
    file = {"format": "blindscore.sealed-client-key.v1", "seal": seal, "sealed": base64url(text), "pub": public}
    (HERE / f"sealed-{name}.json").write_text(json.dumps(file, indent=1) + "\n")


def main():
    private = (KEYS / "phe-2048.private.json").read_bytes()
    public = json.loads((KEYS / "phe-2048.public.json").read_text())
    sealed("phe-2048", private, public)
    sealed("costly", private, public, passphrase=b"x", cost=(1 << 14, 4, 2))
    sealed("nothing", b"", public)
    sealed("garbage", b'{"kty": "DAJ", "p": "secret"}', public)
    sealed("another", (KEYS / "phe-3072.private.json").read_bytes(), public)


if __name__ == "__main__":
    main()
