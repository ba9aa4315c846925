# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The data owner of the exchange, as a classroom program with python-paillier would be: no code of BlindScore in it.

client.py keys KEYS BITS                        writes a new key pair, custkeys.json
client.py encrypt KEYS ROWS.csv DATA [--once]   one request per row; whole numbers are encrypted as int, others as float
client.py decrypt KEYS ANSWER COUNT             prints the decrypted answers, one line per row, outputs separated by commas

In DATA and ANSWER {} stands for the row's number, from 1. Requests are encoded twice, JSON inside a JSON string, as json.dump of
json.dumps does; --once leaves the outer string out.
"""

import csv
import json
import sys

import phe


def number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def load_keys(path):
    with open(path) as file:
        keys = json.load(file)
    public = phe.PaillierPublicKey(n=int(keys["public_key"]["n"]))
    private = phe.PaillierPrivateKey(public, int(keys["private_key"]["p"]), int(keys["private_key"]["q"]))
    return public, private


def make_keys(path, bits):
    public, private = phe.generate_paillier_keypair(n_length=int(bits))
    keys = {"public_key": {"n": public.n}, "private_key": {"p": private.p, "q": private.q}}
    with open(path, "w") as file:
        json.dump(keys, file)


def encrypt(keys, rows, pattern, *options):
    public, _ = load_keys(keys)
    with open(rows, newline="") as file:
        table = list(csv.reader(file))[1:]
    for position, row in enumerate(table, start=1):
        encrypted = [public.encrypt(number(cell)) for cell in row]
        request = {
            "public_key": {"n": public.n},
            "values": [(str(value.ciphertext()), value.exponent) for value in encrypted],
        }
        with open(pattern.format(position), "w") as file:
            json.dump(request if "--once" in options else json.dumps(request), file)


def decrypt(keys, pattern, count):
    public, private = load_keys(keys)
    for position in range(1, int(count) + 1):
        with open(pattern.format(position)) as file:
            answer = json.load(file)
        if isinstance(answer, str):
            answer = json.loads(answer)
        if int(answer["pubkey"]["n"]) != public.n:
            sys.exit("the answer is for another key")
        values = answer["values"]
        pairs = values if isinstance(values[0], list) else [values]
        numbers = [phe.EncryptedNumber(public, int(text), int(exponent)) for text, exponent in pairs]
        print(",".join(repr(float(private.decrypt(value))) for value in numbers))


if __name__ == "__main__":
    {"keys": make_keys, "encrypt": encrypt, "decrypt": decrypt}[sys.argv[1]](*sys.argv[2:])
