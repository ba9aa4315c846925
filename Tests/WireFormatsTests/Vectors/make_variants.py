# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes variants.json: texts of keys, numbers, requests and answers as programs around python-paillier have them, and what phe
makes of their numbers. Usage: python3 make_variants.py (needs phe 1.5).

python-paillier specifies no file but pheutil's, so every author wrote what was at hand: the documentation's own example has g beside
n, others quote their integers or leave them unquoted, encode JSON in JSON or not, and add members. javallier's keys
(com.n1analytics.paillier.cli, 2015 to 2018) and those of the first pheutil hold lambda and mu in place of the primes; Java's
BigInteger.toByteArray puts a zero byte before a number whose top bit is set. The keys are published: they protect nothing.
"""

import base64
import json
import math
import pathlib
import random

import phe

HERE = pathlib.Path(__file__).parent
KEYS = {entry["name"]: entry for entry in json.loads((HERE / "../../Support/Vectors/keys.json").read_text())["vectors"]}
rng = random.Random("blindscore variants")


def numbers(name):
    n, p, q = (int(KEYS[name][part], 16) for part in "npq")
    return n, p, q


def private(name):
    n, p, q = numbers(name)
    return phe.PaillierPrivateKey(phe.PaillierPublicKey(n), p, q)


def url(value):
    return phe.util.int_to_base64(value) if value else "AA"


def url_padded(value):
    text = url(value)
    return text + "=" * (-len(text) % 4)


def java(value):
    """Commons Codec's encodeBase64 of BigInteger.toByteArray: the ordinary alphabet, padded, a sign bit in front."""
    return base64.b64encode(value.to_bytes(value.bit_length() // 8 + 1, "big")).decode()


def java_url(value):
    return java(value).rstrip("=").translate(str.maketrans("+/", "-_"))


def jwk_public(name, write, **more):
    return {"kty": "DAJ", "alg": "PAI-GN1", "key_ops": ["encrypt"], "n": write(numbers(name)[0]), "kid": "a comment", **more}


def jwk_private(name, write, **numbers):
    return {"kty": "DAJ", "key_ops": ["decrypt"], "pub": jwk_public(name, write), "kid": "a comment",
            **{member: write(value) for member, value in numbers.items()}}


def keys():
    """Texts of private keys, then of public ones."""
    for name in ("phe-2048", "phe-3072", "structured-2048"):
        n, p, q = numbers(name)
        totient, carmichael = (p - 1) * (q - 1), math.lcm(p - 1, q - 1)
        def inverse(value):
            return pow(value, -1, n)
        private = [
            ("padded", jwk_private(name, url_padded, p=p, q=q)),
            ("plain base64", jwk_private(name, java, p=p, q=q)),
            ("javallier 2015", jwk_private(name, java, **{"lambda": totient, "mu": inverse(totient)})),
            ("javallier 2018", jwk_private(name, java_url, **{"lambda": totient, "mu": inverse(totient)})),
            ("first pheutil", jwk_private(name, url, **{"lambda": carmichael, "mu": inverse(carmichael)})),
            ("multiple", jwk_private(name, url, **{"lambda": 30 * carmichael})),
            ("long multiple", jwk_private(name, url, **{"lambda": n * carmichael, "mu": 1})),
            ("decimal JWK", jwk_private(name, int, p=p, q=q)),
            ("both", jwk_private(name, url, p=p, q=q, **{"lambda": 12})),
            ("encoded twice", json.dumps({"public_key": {"n": n}, "private_key": {"p": p, "q": q}})),
            ("strings", {"public_key": {"n": str(n)}, "private_key": {"p": str(p), "q": str(q)}}),
            ("strings twice", json.dumps({"public_key": {"n": str(n), "g": str(n + 1)}, "private_key": {"q": str(q), "p": str(p)}})),
            ("more members", {"comment": "", "public_key": {"g": n + 1, "n": n, "bits": 2048},
                              "private_key": {"p": p, "q": q, "created": None}, "version": [1, 5]}),
            ("custkeys with lambda", {"public_key": {"n": n}, "private_key": {"lambda": totient, "mu": inverse(totient)}}),
            ("custkeys with lambda as string", {"public_key": {"n": n, "g": n + 1}, "private_key": {"lambda": str(carmichael)}}),
        ]
        public = [
            ("public padded", jwk_public(name, url_padded)), ("public plain base64", jwk_public(name, java)),
            ("public with g", jwk_public(name, url, g=url(n + 1), use="enc")),
            ("alone", {"public_key": {"n": n}}), ("alone with g", {"public_key": {"g": n + 1, "n": n}, "note": "x"}),
            ("alone, strings", {"public_key": {"n": str(n), "g": str(n + 1)}}), ("alone twice", json.dumps({"public_key": {"n": n}})),
            ("bare", {"n": n}), ("bare with g", {"n": n, "g": n + 1}), ("bare string", {"n": str(n)}),
            ("bare twice", json.dumps({"g": str(n + 1), "n": n, "e": 0})),
        ]
        for what, document in private:
            yield {"name": f"{name}: {what}", "key": name, "isPrivate": True, "text": json.dumps(document)}
        for what, document in public:
            yield {"name": f"{name}: {what}", "key": name, "isPrivate": False, "text": json.dumps(document)}


def bad_keys():
    """Keys that are none."""
    n, p, q = numbers("phe-2048")
    totient = (p - 1) * (q - 1)
    other = math.prod(part - 1 for part in numbers("phe-3072")[1:])
    for what, value in [("lambda + 1", totient + 1), ("a part of lambda", totient // 2**30), ("another key's lambda", other), ("zero", 0),
                        ("n", n), ("one", 1), ("longer than n²", totient << 2060), ("too long", totient << 7000)]:
        yield {"name": what, "text": json.dumps(jwk_private("phe-2048", url, **{"lambda": value}))}
        yield {"name": f"custkeys, {what}", "text": json.dumps({"public_key": {"n": n}, "private_key": {"lambda": value}})}
    for what, g in [("g = n", n), ("g = 2", 2), ("g = n + 2", n + 2), ("g = 0", 0)]:
        yield {"name": what, "text": json.dumps({"public_key": {"n": n, "g": g}, "private_key": {"p": p, "q": q}})}


def exchanges():
    """Requests and answers, with the integers that phe decrypts."""
    key = private("phe-2048")
    public, n = key.public_key, key.public_key.n
    features = [0.003, 0.5, -1.0, 37.2, 1500, 0, -7]
    encoded = [phe.EncodedNumber.encode(public, value) for value in features]
    # As far as the exponents go that are read at all.
    extreme = [phe.EncodedNumber(public, 3, -2048), phe.EncodedNumber(public, n - 3, 512), phe.EncodedNumber(public, 0, -269)]
    def pairs(values, ciphertext=str, exponent=int):
        encrypted = [public.encrypt_encoded(value, r_value=rng.randrange(2, n)) for value in values]
        return [[ciphertext(value.ciphertext(be_secure=False)), exponent(value.exponent)] for value in encrypted]
    g = {"g": n + 1, "n": n}
    some = encoded[:3]
    for what, is_request, document, values in [
        ("as in phe's documentation", True, {"public_key": g, "values": pairs(encoded)}, encoded),
        ("n as a string", True, {"public_key": {"n": str(n)}, "values": pairs(encoded)}, encoded),
        ("integers unquoted", True, {"public_key": {"n": n}, "values": pairs(some, int)}, some),
        ("all quoted", True, {"public_key": {"n": str(n)}, "values": pairs(some, str, str)}, some),
        ("more members", True, {"public_key": {"n": n, "x": {}}, "values": pairs(some), "created": "today"}, some),
        ("encoded twice, with g", True, json.dumps({"public_key": {**g, "g": str(n + 1)}, "values": pairs(some, int, str)}), some),
        ("extreme exponents", True, {"public_key": {"n": n}, "values": pairs(extreme)}, extreme),
        ("one feature", True, {"public_key": {"n": n}, "values": pairs(some[:1])}, some[:1]),
        ("the key under public_key", False, {"public_key": {"n": n}, "values": pairs(some[:1])[0]}, some[:1]),
        ("the same twice, with g", False, json.dumps({"public_key": g, "values": pairs(some[:1])[0]}), some[:1]),
        ("integers unquoted", False, {"pubkey": {"n": n}, "values": pairs(some[1:2], int)[0]}, some[1:2]),
        ("all quoted", False, {"public_key": {"n": str(n)}, "values": pairs(some[1:2], str, str)[0]}, some[1:2]),
        ("several, with g and more", False, {"pubkey": g, "values": pairs(some, int), "model": "m"}, some),
        ("extreme exponents", False, {"pubkey": {"n": n}, "values": pairs(extreme)}, extreme),
        ("one in a list", False, {"pubkey": {"n": n}, "values": pairs(some[2:])}, some[2:]),
    ]:
        yield {"name": what, "isRequest": is_request, "text": json.dumps(document), "exponents": [value.exponent for value in values],
               "plaintexts": [format(value.encoding, "x") for value in values]}


def encrypted_numbers():
    key = private("phe-2048")
    public, n = key.public_key, key.public_key.n
    for value, exponent, write in [
        (5, -14, lambda v, e: {"v": v, "e": e}), (5, -14, lambda v, e: {"v": str(v), "e": str(e)}),
        (n - 5, 0, lambda v, e: {"v": v, "e": str(e), "comment": "x"}), (7, -2048, lambda v, e: {"v": str(v), "e": e}),
        (7, 512, lambda v, e: {"e": e, "v": str(v)}), (n - 7, -269, lambda v, e: json.dumps({"v": str(v), "e": e})),
    ]:
        encrypted = public.encrypt_encoded(phe.EncodedNumber(public, value, exponent), r_value=rng.randrange(2, n))
        text = json.dumps(write(encrypted.ciphertext(be_secure=False), exponent))
        yield {"name": text[:12], "text": text, "exponents": [exponent], "plaintexts": [format(value, "x")]}


def main():
    document = {"keys": list(keys()), "badKeys": list(bad_keys()), "exchanges": list(exchanges()),
                "numbers": list(encrypted_numbers())}
    (HERE / "variants.json").write_text(json.dumps(document, indent=0) + "\n")
    print({name: len(value) for name, value in document.items()})


main()
