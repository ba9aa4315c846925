# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes paillier.json and refusals.json. Usage: python3 make_paillier.py, after make_keys.py (needs gmpy2, phe 1.5).

The ciphertexts come from python-paillier; every one is checked against formulas on Python's own integers.
"""

import json
import math
import pathlib

import gmpy2
import phe

from common import generator, hexadecimal, write

OPERATION_KEYS = ["structured-512", "phe-512", "structured-2048", "phe-2048", "structured-3072", "structured-4096"]


def load_keys():
    text = pathlib.Path(__file__).with_name("keys.json").read_text()
    return {entry["name"]: {name: int(value, 16) for name, value in entry.items() if name != "name" and value}
            for entry in json.loads(text)["vectors"]}


class Reference:
    def __init__(self, name, key):
        self.name, self.n, self.p, self.q = name, key["n"], key["p"], key["q"]
        self.square = self.n**2
        self.public = phe.PaillierPublicKey(self.n)
        self.private = phe.PaillierPrivateKey(self.public, self.p, self.q)
        self.rng = generator(f"paillier {name}")

    def r(self):
        return self.rng.randrange(1, self.n)

    def encrypt(self, m, r):
        c = self.public.raw_encrypt(m, r)
        assert c == (1 + m * self.n) * pow(r, self.n, self.square) % self.square
        return c

    def decrypt(self, c):
        """Paillier's own formula with lambda and mu, no Chinese remainders."""
        order = math.lcm(self.p - 1, self.q - 1)
        m = (pow(c, order, self.square) - 1) // self.n * pow(order, -1, self.n) % self.n
        assert m == self.private.raw_decrypt(c)
        return m

    def multiply(self, c, scalar):
        """c to a signed scalar, by python-paillier."""
        number = phe.EncryptedNumber(self.public, c)
        result = number._raw_mul(scalar % self.n)
        assert result == pow(c, scalar, self.square)
        return result

    def add(self, a, b):
        return phe.EncryptedNumber(self.public, a)._raw_add(a, b)

    def vector(self, **numbers):
        def written(value):
            return [written(item) for item in value] if isinstance(value, list) else hexadecimal(value)
        return {"key": self.name} | {name: written(value) for name, value in numbers.items()}


def plaintexts(k):
    n, p, q = k.n, k.p, k.q
    return [0, 1, n - 1, p, q, p - 1, p + 1, q - 1, q + 1, (n - 1) // 2, (n + 1) // 2, n // 3 - 1, n - n // 3,
            k.rng.randrange(n)]


def encrypt_and_decrypt(k):
    values = plaintexts(k) if k.n.bit_length() == 512 else k.rng.sample(plaintexts(k)[:-1], 3) + plaintexts(k)[-1:]
    rs = [1, k.n - 1] + [k.r() for _ in values[2:]]
    vectors = [k.vector(plaintext=m, r=r, ciphertext=k.encrypt(m, r)) for m, r in zip(values, rs)]
    assert all(k.decrypt(int(v["ciphertext"], 16)) == int(v["plaintext"], 16) for v in vectors)
    # Ciphertexts nobody made by encrypting; all are units, so all decrypt.
    odd = [1, k.square - 1, 1 + k.n, k.square - 1 - k.n, 2, k.rng.randrange(k.square)]
    return vectors, [k.vector(ciphertext=c, plaintext=k.decrypt(c)) for c in odd]


def sums(k):
    vectors = []
    for _ in range(2):
        a, b, m = k.encrypt(k.rng.randrange(k.n), k.r()), k.encrypt(k.rng.randrange(k.n), k.r()), k.rng.randrange(k.n)
        vectors.append(k.vector(a=a, b=b, plaintext=m, sum=k.add(a, b), difference=k.add(a, k.multiply(b, -1)),
                                negation=k.multiply(a, -1), sumWithPlaintext=k.add(a, k.public.raw_encrypt(m, 1))))
    return vectors


def products(k):
    c = k.encrypt(k.rng.randrange(k.n), k.r())
    scalars = [(0, 1), (-1, 1), (1, 2), (-2, 2), (2, 8), (127, 8), (-128, 8), (2**31 - 1, 32), (-2**31, 32),
               (k.rng.getrandbits(63), 64), (-2**63, 64), (2**99 + 1, 128), (-2**127, 128)]
    if k.n.bit_length() > 2048:
        scalars = k.rng.sample(scalars, 4)
    return [k.vector(ciphertext=c, product=k.multiply(c, scalar)) | {"scalar": str(scalar), "bitWidth": width}
            for scalar, width in scalars]


def linear_combinations(k):
    vectors = []
    for count, width in [(1, 1), (1, 16), (2, 2), (3, 16), (4, 27), (5, 64), (6, 90)]:
        if k.n.bit_length() > 2048 and count not in (3, 4):
            continue
        low, high = -2**(width - 1), 2**(width - 1) - 1
        weights = [k.rng.randint(low, high) for _ in range(count)]
        weights[0] = low
        if count > 2:
            weights[1], weights[2] = 0, high
        cs = [k.encrypt(k.rng.randrange(k.n), k.r()) for _ in weights]
        result = 1
        for c, w in zip(cs, weights):
            result = k.add(result, k.multiply(c, w))
        vectors.append(k.vector(ciphertexts=cs, result=result, plaintext=k.decrypt(result)) | {
            "weights": [str(w) for w in weights], "bitWidth": width})
    return vectors


def ciphertext_refusals(k):
    n, p, q, square = k.n, k.p, k.q, k.square
    cases = {"zero": 0, "n": n, "n squared": square, "n squared + 1": square + 1, "n squared + n": square + n,
             "all bits": 2**(2 * n.bit_length()) - 1, "p": p, "q": q, "p squared": p * p, "q squared": q * q,
             "multiple of p": p * k.rng.randrange(1, q), "multiple of q": q * k.rng.randrange(1, p),
             "multiple of n": n * k.rng.randrange(1, n), "n squared - n": square - n, "n squared - p": square - p,
             "multiple of p squared": p * p * k.rng.randrange(1, q)}
    cases = {name: c for name, c in cases.items() if c < 2**(2 * n.bit_length())}
    assert all(c == 0 or c >= square or math.gcd(c, n) != 1 for c in cases.values())
    return [k.vector(ciphertext=c) | {"reason": name} for name, c in cases.items()]


def prime(bits, rng):
    while True:
        p = int(gmpy2.next_prime(rng.getrandbits(bits) | 3 << (bits - 2)))
        if p.bit_length() == bits:
            return p


def product_of(cofactor, bits, rng):
    """The cofactor times a prime, of exactly `bits` bits."""
    return cofactor * int(gmpy2.next_prime((3 << (bits - 2)) // cofactor + rng.getrandbits(64)))


def modulus_refusals(keys):
    rng = generator("moduli")
    n = keys["phe-2048"]["n"]
    cases = [("keySize", 512, keys["phe-512"]["n"]), ("keySize", 1024, prime(512, rng) * prime(512, rng)),
             ("keySize", 2047, product_of(prime(1023, rng), 2047, rng)), ("keySize", 2049, 2**2048 + 1),
             ("keySize", 0, 0), ("keySize", 1, 1), ("keySize", 4100, 16 * keys["structured-4096"]["n"] + 1),
             ("evenModulus", 2048, n - 1), ("evenModulus", 2048, product_of(2, 2048, rng)),
             ("evenModulus", 2048, 2**2047), ("primeModulus", 2048, prime(2048, rng)),
             ("primeModulus", 3072, prime(3072, rng)), ("smallFactor", 2048, product_of(3, 2048, rng)),
             ("smallFactor", 2048, product_of(65521, 2048, rng)), ("smallFactor", 2048, product_of(105, 2048, rng)),
             ("smallFactor", 2048, product_of(257**2, 2048, rng)), ("smallFactor", 2048, 3**1292)]
    vectors = []
    for code, bits, value in cases:
        assert value.bit_length() == bits, (code, bits, value.bit_length())
        vectors.append({"code": code, "bits": bits, "modulus": hexadecimal(value)})
    return vectors


def accepted_moduli(keys):
    """65537 is the first factor that the sieve below 2^16 does not see."""
    rng = generator("accepted moduli")
    values = [product_of(65537, 2048, rng)] + [
        keys[name]["n"] for name in ("phe-2048", "structured-3072", "structured-4096")]
    assert all(value.bit_length() in (2048, 3072, 4096) for value in values)
    return [hexadecimal(value) for value in values]


def prime_pair_refusals(keys):
    """Pairs that the owner's key must refuse; the reason in words, the code is the library's choice."""
    rng = generator("prime pairs")
    p, q = keys["phe-2048"]["p"], keys["phe-2048"]["q"]
    small = prime(1000, rng)
    while True:
        multiple = 2 * (rng.getrandbits(47) | 1 << 46) * small + 1
        if gmpy2.is_prime(multiple, 40) and (small * multiple).bit_length() == 2048:
            break
    composite = prime(512, rng) * prime(512, rng)
    pairs = {"equal primes": (prime_above := prime(1024, rng), prime_above), "p composite": (composite, q),
             "p divides q - 1": (small, multiple), "p one": (1, keys["phe-2048"]["n"]),
             "p zero": (0, q), "p even": (2, product_of(1, 2047, rng)),
             "1024-bit modulus": (prime(512, rng), prime(512, rng)),
             "damaged p": (p ^ 1 << 500, q),
             "too close": (q, int(gmpy2.next_prime(q + 2**900))), "p negated": (2**1024 - p, q)}
    return [{"reason": reason, "p": hexadecimal(a), "q": hexadecimal(b)} for reason, (a, b) in pairs.items()]


if __name__ == "__main__":
    keys = load_keys()
    references = [Reference(name, keys[name]) for name in OPERATION_KEYS]
    refusals = {
        "ciphertexts": [vector for name in ("structured-512", "phe-2048")
                        for vector in ciphertext_refusals(Reference(name, keys[name]))],
        "moduli": modulus_refusals(keys), "acceptedModuli": accepted_moduli(keys),
        "primePairs": prime_pair_refusals(keys)}
    write("refusals.json", refusals)
    document = {"encryptions": [], "decryptions": [], "sums": [], "products": [], "linearCombinations": []}
    for k in references:
        encryptions, decryptions = encrypt_and_decrypt(k)
        document["encryptions"] += encryptions
        document["decryptions"] += decryptions
        document["sums"] += sums(k)
        document["products"] += products(k)
        document["linearCombinations"] += linear_combinations(k)
    write("paillier.json", document)
