#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The comparison behind Scripts/compare-with-phe: rounds that alternate between the two libraries, medians, bounds.

    compare.py [--rounds N] PATH_OF_COMPARESIDE
"""
import argparse
import math
import os
import statistics
import subprocess
import sys
import time

import gmpy2
import phe
import phe.util
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

# Our time over phe's, at most.
BOUNDS = {"owner encryption": 0.2, "decryption": 3.0, "linear combination of 10": 0.8}


class OurSide:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit("BlindScore's side stopped")
        return answer

    def time(self, operation, count):
        seconds, result = self.ask(operation, count)
        return float(seconds), int(result, 16)


def timed(count, operation):
    start = time.perf_counter()
    for _ in range(count):
        result = operation()
    return (time.perf_counter() - start) / count, result


def ratio(our_times, phe_times):
    """The median of what each round gave: both sides of a round met the same machine."""
    return statistics.median(ours / theirs for ours, theirs in zip(our_times, phe_times))


def bits_for(bound):
    """The smallest multiple of 4, at least 0, with bound · 2^−(bits + 1) <= 10^−10."""
    return max(0, 4 * math.ceil((math.log2(bound * 1e10) - 1) / 4))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15, help="rounds of the first look")
    parser.add_argument("our_side")
    arguments = parser.parse_args()
    if not (phe.util.HAVE_GMP and phe.__version__ == "1.5.0"):
        sys.exit("python-paillier 1.5.0 with gmpy2 is needed")
    if hasattr(os, "sched_setaffinity"):  # both sides on one core; a child inherits this
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    ours = OurSide(arguments.our_side)
    p, q = (int(prime, 16) for prime in ours.ask("key"))
    public = phe.PaillierPublicKey(p * q)
    private = phe.PaillierPrivateKey(public, p, q)

    # The diabetes data, unscaled, and its model.
    x, y = load_diabetes(return_X_y=True, scaled=False)
    model = LinearRegression().fit(x, y)
    coefficients, row = [float(w) for w in model.coef_], [float(v) for v in x[0]]
    encrypted = [public.encrypt(value) for value in row]

    # The same features for our side at one exponent, and the weights as the exchange format's rule encodes them.
    low, high = x.min(axis=0), x.max(axis=0)
    attainable = sorted((c * l, c * h) if c > 0 else (c * h, c * l) for c, l, h in zip(coefficients, low, high))
    width = sum(b - a for a, b in attainable)
    feature_bits = bits_for(sum(1 / (h - l) for l, h in zip(low, high)))
    weight_bits = bits_for(sum(max(abs(l), abs(h)) for l, h in zip(low, high)) / width)
    scalar_bits = max(math.ceil(math.log2(width / (h - l) * 2**weight_bits)) for l, h in zip(low, high)) + 1
    integers = [round(value * 2**feature_bits) for value in row]
    scalars = [round(w * 2**weight_bits) for w in coefficients]
    expected = sum(v * s for v, s in zip(integers, scalars))
    ours.ask("inputs", *(f"{public.raw_encrypt(v):x}" for v in integers))
    ours.ask("weights", scalar_bits, *scalars)

    def dot_product():
        total = encrypted[0] * coefficients[0]
        for value, weight in zip(encrypted[1:], coefficients[1:]):
            total = total + value * weight
        return total

    # name: (our operation, its repetitions, phe's operation, its repetitions)
    work = {
        "owner encryption": ("encrypt", 20, lambda: public.encrypt(123456789), 3),
        "decryption": ("decrypt", 5, lambda: private.decrypt(encrypted[0]), 5),
        "linear combination of 10": ("combine", 10, dot_product, 10),
    }
    results = {}
    times = {name: ([], []) for name in work}

    def missed():
        return [name for name, (our_times, phe_times) in times.items() if ratio(our_times, phe_times) > BOUNDS[name]]

    # A machine that was busy for a moment gets a second, longer look.
    for rounds in (arguments.rounds, 3 * arguments.rounds):
        for name, (our_operation, our_count, phe_operation, phe_count) in list(work.items()) * rounds:
            phe_seconds, phe_result = timed(phe_count, phe_operation)
            our_seconds, our_result = ours.time(our_operation, our_count)
            times[name][0].append(our_seconds)
            times[name][1].append(phe_seconds)
            results[name] = (our_result, phe_result)
        if not missed():
            break

    # Fast and wrong would be easy.
    signed = private.raw_decrypt(results["linear combination of 10"][0])
    signed -= public.n if signed > public.n // 2 else 0
    correct = (
        private.raw_decrypt(results["owner encryption"][0]) == 123456789
        and results["decryption"][0] == integers[0]
        and signed == expected
        and abs(signed / 2 ** (feature_bits + weight_bits)
                - private.decrypt(results["linear combination of 10"][1])) < 1e-9 * width)
    if not correct:
        sys.exit("the two sides disagree")

    print(f"2048 bits, one core, medians of {len(times['decryption'][0])} rounds in turn; python-paillier {phe.__version__} "
          f"with GMP {gmpy2.mp_version().split()[-1]}; weights of {scalar_bits} bits")
    print(f"{'':28}{'BlindScore':>12}{'phe':>12}{'ratio':>8}{'bound':>8}")
    for name, (our_times, phe_times) in times.items():
        print(f"{name:28}{statistics.median(our_times) * 1e3:9.2f} ms{statistics.median(phe_times) * 1e3:9.2f} ms"
              f"{ratio(our_times, phe_times):8.2f}{BOUNDS[name]:8.2f}{'  missed' if name in missed() else ''}")
    return 1 if missed() else 0


sys.exit(main())
