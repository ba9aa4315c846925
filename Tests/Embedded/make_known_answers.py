#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Writes Answers.swift: known answers computed by Python's own integers, from a fixed seed.

    python3 make_known_answers.py > Answers.swift
"""
import fractions
import hashlib
import pathlib
import random
import struct
import sys

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "EncryptedRegressionTests/Vectors"
sys.path.insert(0, str(VECTORS))
sys.dont_write_bytecode = True

from protocol import (  # noqa: E402
    Levels, Numeric, binding, block, canonical, column_count, decoded, exact, plan, quantise, whole_model)

random.seed("blindscore embedded known answers")


def swift_words(value, bits):
    """An array literal of 64-bit words, most significant first."""
    digits = f"{value:0{bits // 4}x}"
    words = [digits[i : i + 16] for i in range(0, len(digits), 16)]
    grouped = ["0x" + "_".join(word[i : i + 4] for i in range(0, 16, 4)) for word in words]
    lines = [", ".join(grouped[i : i + 4]) for i in range(0, len(grouped), 4)]
    return "[\n" + "".join(f"        {line},\n" for line in lines) + "    ]"


def is_probable_prime(candidate):
    odd, twos = candidate - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(40):
        x = pow(random.randrange(2, candidate - 1), odd, candidate)
        if x in (1, candidate - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % candidate
            if x == candidate - 1:
                break
        else:
            return False
    return True


def prime(bits):
    while True:
        candidate = random.getrandbits(bits) | 3 << (bits - 2) | 1
        if is_probable_prime(candidate):
            return candidate


constants = []


def constant(name, comment, value, bits):
    constants.append(f"    /// {comment}\n    static let {name}: [UInt64] = {swift_words(value, bits)}\n")


def constant_list(name, comment, values, bits):
    """All the values one after the other."""
    constant(name, comment, int("".join(f"{value:0{bits // 4}x}" for value in values), 16), bits * len(values))


def bit_pattern(value):
    return int.from_bytes(struct.pack(">d", value), "big")


def mgf1(seed, count):
    blocks = (hashlib.sha256(seed + struct.pack(">I", i)).digest() for i in range(-(-count // 32)))
    return int.from_bytes(b"".join(blocks)[:count], "big")


def digest(data):
    return int.from_bytes(hashlib.sha256(data).digest(), "big")


modulus = random.getrandbits(2048) | 1 << 2047 | 1
a, b = random.randrange(modulus), random.randrange(modulus)
exponent = random.getrandbits(256) | 1 << 255
constant("modulus", "An odd modulus of 2048 bits.", modulus, 2048)
constant("a", "A residue.", a, 2048)
constant("b", "Another residue.", b, 2048)
constant("product", "`a · b`.", a * b % modulus, 2048)
constant("exponent", "An exponent of 256 bits.", exponent, 256)
constant("power", "`a` to the power `exponent`.", pow(a, exponent, modulus), 2048)
assert pow(pow(a, -1, modulus), -1, modulus) == a
constant("inverse", "The inverse of `a`.", pow(a, -1, modulus), 2048)

p, q = prime(256), prime(256)
n = p * q
r = random.randrange(1, n)
plaintext, weight = random.getrandbits(500), -(random.getrandbits(15) | 1 << 14)
ciphertext = (1 + plaintext * n) * pow(r, n, n * n) % (n * n)
constant("p", "The first prime of a 512-bit key, for tests alone.", p, 256)
constant("q", "The second prime.", q, 256)
constant("n", "The public key `p · q`.", n, 512)
constant("noise", "The `r` of the encryption.", r, 512)
constant("plaintext", "A plaintext below `n`.", plaintext, 512)
constant("ciphertext", "`(1 + plaintext · n) · noise^n mod n²`.", ciphertext, 1024)
constant("weighted", "`weight · plaintext mod n`.", weight * plaintext % n, 512)

# One row of a model of two features: 1.5 + 0.5 · 10 − 0.25 · 7.5, at the exponents of the python-paillier exchange.
features, low, high = [(0, 27), (0, 12)], -4, 20
budget = fractions.Fraction(1, 10**10)


def scale(cost):
    """The smallest multiple of 4 of bits with cost · 2^-(bits + 1) within the budget."""
    return next(bits for bits in range(0, 256, 4) if cost / 2 ** (bits + 1) <= budget)


feature_scale = scale(sum(fractions.Fraction(1, b - a) for a, b in features))
weight_scale = scale(fractions.Fraction(sum(max(abs(a), abs(b)) for a, b in features), high - low))
prediction = fractions.Fraction(3, 2) + fractions.Fraction(1, 2) * 10 - fractions.Fraction(1, 4) * fractions.Fraction(15, 2)
mantissa = prediction * 2 ** (feature_scale + weight_scale)
assert mantissa.denominator == 1
constant("prediction", "1.5 + 0.5 · 10 − 0.25 · 7.5 in units of 16^predictionExponent.", int(mantissa), 128)

# The native protocol: a contract with headroom, a category and missing values, three rows in one ciphertext for each column,
# and the answer, which has both outputs.
n_squared, n_bytes = n * n, n.to_bytes(64, "big")
contract = {
    "name": "Rückfall", "version": 3, "steps": 1000, "headroom": 2,
    "features": [{"name": "phq9", "unit": "points", "minimum": 0.0, "maximum": 27.0},
                 {"name": "sleep_hours", "unit": "h", "minimum": 0.0, "maximum": 12.0, "ifMissing": 7.25},
                 {"name": "ärger", "unit": "", "levels": ["nie", "öfter"], "ifMissing": 1}],
    "outputs": [{"name": "risk", "unit": "", "link": "logistic", "minimum": -4.0, "maximum": 8.0},
                {"name": "days", "unit": "d", "link": "identity", "minimum": -5.0, "maximum": 19.0}]}
intercepts, coefficients = [1.5, 3.1], [[0.6, -0.7, 1.9], [1.7, -2.3, -0.1]]
# The last of each row is the index of a level.
rows = [[0.0, 12.0, 0], [27.0, 0.0, 1], [10.0, None, None]]
contract_id, key_id = digest(canonical(contract)), digest(b"blindscore key id v1" + block(n_bytes))
request_id = random.randbytes(16)
bound = binding(1, contract_id.to_bytes(32, "big"), key_id.to_bytes(32, "big"), request_id)
constant("contractID", "SHA-256 of the contract's canonical bytes.", contract_id, 256)
constant("requestID", "The id of a request.", int.from_bytes(request_id, "big"), 128)
constant("binding", "SHA-256 of the header of that request, with packed rows.", int.from_bytes(bound, "big"), 256)

features = [Levels(len(f["levels"]), f.get("ifMissing")) if "levels" in f else
            Numeric(f["minimum"], f["maximum"], f.get("ifMissing")) for f in contract["features"]]
outputs = [(o["minimum"], o["maximum"]) for o in contract["outputs"]]
steps, headroom, columns, row_count = contract["steps"], contract["headroom"], column_count(features), len(rows)
k, t, scale_of_weights = plan(columns, steps, headroom)
slots = row_count * len(outputs)
assert slots <= 511 // k
constant_list("plan", "Bits of a slot, bits of noise in it, S, slots of a ciphertext.", [k, t, scale_of_weights, 511 // k], 64)

integers = [quantise(row, features, steps << headroom) for row in rows]
packed = [sum(row[j] << (k * i) for i, row in enumerate(integers)) % n for j in range(columns)]
constant_list("packed", "One plaintext for each column.", packed, 512)
nonces = [random.randrange(1, n) for _ in range(columns)]
constant_list("nonces", "The `r` of their encryptions.", nonces, 512)
request = [(1 + m * n) * pow(s, n, n_squared) % n_squared for m, s in zip(packed, nonces)]

models = [whole_model(features, *output, steps, headroom) for output in zip(outputs, intercepts, coefficients)]
weights, offsets = [w for _, w, _ in models], [b for _, _, b in models]
assert all(refusal is None for refusal, _, _ in models)
deltas = [0, 2**t - 1] + [random.getrandbits(t) for _ in range(slots - 2)]
rho, answer_nonce = random.randrange(n >> (k * slots)), random.randrange(1, n)
noise_bits = sum(delta << (t * i) for i, delta in enumerate(deltas))
constant("slotNoise", "The random bits that drown low bits, side by side.", noise_bits, -(-t * slots // 64) * 64)
constant("upper", "The random number above the slots.", rho, -(-(n >> (k * slots)).bit_length() // 64) * 64)
constant("answerNonce", "The `s` of the answer's noise.", answer_nonce, 512)

answer, mask, sums = pow(answer_nonce, n, n_squared), rho << (k * slots), []
for i in range(slots):
    output, row = divmod(i, row_count)
    mask += (offsets[output] + 2 ** (k - 1) - 2 ** (t - 1) + deltas[i]) << (k * i)
    sums.append(offsets[output] + sum(w * u for w, u in zip(weights[output], integers[row])) - 2 ** (t - 1) + deltas[i])
for output, row in enumerate(weights):
    for c, w in zip(request, row):
        answer = answer * pow(c, w << (k * row_count * output), n_squared) % n_squared
answer = answer * (1 + mask * n) % n_squared
opened = (pow(answer, (p - 1) * (q - 1), n_squared) - 1) // n * pow((p - 1) * (q - 1), -1, n) % n
assert opened == (rho << (k * slots)) + sum((x + 2 ** (k - 1)) << (k * i) for i, x in enumerate(sums))
constant("answer", "The answer.", answer, 1024)
constant("opened", "The answer, decrypted.", opened, 512)
predictions = []
for i in range(slots):
    row, output = divmod(i, len(outputs))
    predictions.append(decoded(sums[output * row_count + row], outputs[output], steps, headroom, scale_of_weights))
    error = predictions[-1] - exact(rows[row], features, intercepts[output], coefficients[output])
    assert abs(error) <= (outputs[output][1] - outputs[output][0]) / steps
constant_list("predictions", "Row by row, as the bits of doubles.", [bit_pattern(x) for x in predictions], 64)

roots = b""
for i in range(1, 9):
    challenge = mgf1(b"blindscore key v1" + block(n_bytes) + bytes([i]), 64 + 16) % n
    roots += pow(challenge, pow(n, -1, (p - 1) * (q - 1)), n).to_bytes(64, "big")
constant("proof", "SHA-256 of the key proof's roots, one after the other.", digest(roots), 256)
seed = random.randbytes(32)
low = mgf1(b"blindscore compact v1" + block(n_bytes) + seed + struct.pack(">Q", 7), 64 + 16) % n
# The n-th residue that is `low` modulo n: the power n of its n-th root.
residue = pow(pow(low, pow(n, -1, (p - 1) * (q - 1)), n), n, n_squared)
assert residue % n == low
constant("seed", "The seed of a compact request.", int.from_bytes(seed, "big"), 256)
constant("compact", "The half that is sent of its ciphertext 7, of `plaintext`.", (1 + plaintext * n) * residue % n_squared // n, 512)

print(f"""\
// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Written by make_known_answers.py.

/// Known answers from Python's integers; words from the most significant on.
enum Answers {{
{chr(10).join(constants)}
    /// A negative weight of 16 bits.
    static let weight: Int64 = {str(weight)[:-3]}_{str(weight)[-3:]}

    /// The exponent of the prediction.
    static let predictionExponent = {-(feature_scale + weight_scale) // 4}
}}""")
