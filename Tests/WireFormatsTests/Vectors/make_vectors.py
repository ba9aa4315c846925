# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the files beside it as python-paillier 1.5 writes them. Usage: python3 make_vectors.py (needs phe 1.5, click).

pheutil's own commands write its files, with a fixed key, clock and random source in place of the system's; the exchange
files are written by json.dump as in the original client and server. The keys are published: they protect nothing.
"""

import datetime
import json
import pathlib
import random
from unittest import mock

import phe
from click.testing import CliRunner
from phe import command_line

HERE = pathlib.Path(__file__).parent
KEYS = json.loads((HERE / "../../Support/Vectors/keys.json").read_text())["vectors"]
NUMBERS = [0.0, 1.0, -1.0, 0.1, -3.25, 1e-9, -1e6, 12345.678]
FEATURES = [0.003, 0.5, -1.0, 37.2, 1500, 0, -7, 1e6, 2**40, -0.1]


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 2, 29, 12, 0, 0)


def key(name):
    numbers = next(entry for entry in KEYS if entry["name"] == name)
    public = phe.PaillierPublicKey(int(numbers["n"], 16))
    return public, phe.PaillierPrivateKey(public, int(numbers["p"], 16), int(numbers["q"], 16))


def pheutil(*arguments):
    result = CliRunner().invoke(command_line.cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, (arguments, result.output, result.exception)


def number(numbers, name, file, private, expected):
    """Notes an encrypted number of pheutil and what phe decrypts it to."""
    stored = json.loads((HERE / file).read_text())
    encrypted = phe.EncryptedNumber(private.public_key, int(stored["v"]), stored["e"])
    encoding = private.decrypt_encoded(encrypted)
    assert abs(encoding.decode() - expected) <= 1e-12 * abs(expected), (file, encoding.decode())
    numbers.append({"file": file, "key": name, "exponent": stored["e"], "plaintext": format(encoding.encoding, "x")})


def main():
    rng = random.Random("blindscore wire formats")
    with (
        mock.patch.object(phe.PaillierPublicKey, "get_random_lt_n", lambda self: rng.randrange(1, self.n)),
        mock.patch.object(datetime, "datetime", Clock),
    ):
        numbers, exchanges = [], []
        for name in ["phe-2048", "phe-3072"]:
            public, private = key(name)
            with mock.patch.object(phe, "generate_paillier_keypair", lambda n_length: (public, private)):
                pheutil("genpkey", "--keysize", 2048, HERE / f"{name}.private.json")
            pheutil("extract", HERE / f"{name}.private.json", HERE / f"{name}.public.json")
            with open(HERE / f"{name}.custkeys.json", "w") as file:
                keys = {"public_key": {"n": public.n}, "private_key": {"p": private.p, "q": private.q}}
                json.dump(keys, file)

        public, private = key("phe-2048")
        for position, plain in enumerate(NUMBERS):
            file = f"number-{position}.json"
            pheutil("encrypt", "--output", HERE / file, HERE / "phe-2048.public.json", "--", plain)
            number(numbers, "phe-2048", file, private, plain)
        pheutil("multiply", "--output", HERE / "product.json", HERE / "phe-2048.public.json", HERE / "number-3.json", "0.7")
        number(numbers, "phe-2048", "product.json", private, NUMBERS[3] * 0.7)

        encrypted = [public.encrypt(value) for value in FEATURES]
        request = {"public_key": {"n": public.n}, "values": [(str(x.ciphertext()), x.exponent) for x in encrypted]}
        sums = [sum(w * x for w, x in zip(weights, encrypted)) + 1.5 for weights in ([0.25] * 10, [-3, 1e-7] * 5)]
        pairs = [(str(x.ciphertext()), x.exponent) for x in sums]
        for file, document, values in [
            ("data.json", request, encrypted),
            ("answer.json", {"pubkey": {"n": public.n}, "values": pairs[0]}, sums[:1]),
            ("answers.json", {"pubkey": {"n": public.n}, "values": pairs}, sums),
        ]:
            with open(HERE / file, "w") as stream:
                json.dump(json.dumps(document), stream)
            encodings = [private.decrypt_encoded(value) for value in values]
            exchanges.append({
                "file": file, "exponents": [encoding.exponent for encoding in encodings],
                "plaintexts": [format(encoding.encoding, "x") for encoding in encodings]})
    (HERE / "vectors.json").write_text(json.dumps({"numbers": numbers, "exchanges": exchanges}, indent=1) + "\n")


main()
