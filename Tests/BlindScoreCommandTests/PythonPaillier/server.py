# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The model owner of the exchange, as a classroom program with python-paillier would be: no code of BlindScore in it.

server.py MODEL.json DATA ANSWER COUNT [--first]

In DATA and ANSWER {} stands for the row's number, from 1. Coefficients and intercepts are taken from the model as floats; an answer with
several outputs holds a list of pairs. --first is what the first such program did: a misplaced bracket makes the exponent the number
base that the ciphertext is read in, where 0 means the usual one, and every number's exponent 0.
"""

import json
import sys

import phe


def answer_one(model, request, first):
    public = phe.PaillierPublicKey(n=int(request["public_key"]["n"]))
    features = [
        phe.EncryptedNumber(public, int(text, int(exponent))) if first else phe.EncryptedNumber(public, int(text), int(exponent))
        for text, exponent in request["values"]
    ]
    pairs = []
    for output in model["outputs"]:
        products = [weight * feature for weight, feature in zip(output["coefficients"], features, strict=True)]
        result = sum(products[1:], products[0]) + output["intercept"]
        pairs.append((str(result.ciphertext()), result.exponent))
    return {"pubkey": {"n": public.n}, "values": pairs if len(pairs) > 1 else pairs[0]}


def main(model_path, data, answers, count, *options):
    with open(model_path) as file:
        model = json.load(file)
    for position in range(1, int(count) + 1):
        with open(data.format(position)) as file:
            request = json.loads(json.load(file))
        with open(answers.format(position), "w") as file:
            json.dump(json.dumps(answer_one(model, request, "--first" in options)), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
