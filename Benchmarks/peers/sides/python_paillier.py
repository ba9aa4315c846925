# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""python-paillier with gmpy2."""
import phe
import phe.util

from .side import FRACTION_BITS, Side, fixed_error


class PythonPaillier(Side):
    """phe as its documentation shows it: the exponents of floating-point numbers go along in the clear."""

    precision = None

    @classmethod
    def generate(cls, bits):
        if not phe.util.HAVE_GMP:
            raise SystemExit("phe without gmpy2 would be no fair comparison")
        return phe.generate_paillier_keypair(n_length=bits)

    def __init__(self, keys, setup):
        self.public, self.private = keys
        self.width = (self.public.nsquare.bit_length() + 7) // 8
        self.weights = [self.encode(weight, self.precision) for weight in setup["weights"]]
        # At the exponent that the sum has.
        self.intercept = self.encode(setup["intercept"], self.precision and self.precision**2)
        self.one_time_bytes = (self.public.n.bit_length() + 7) // 8
        self.maximum_error = 1e-9 if self.precision is None else fixed_error(setup)

    def encode(self, value, precision):
        return phe.EncodedNumber.encode(self.public, value, precision=precision)

    # Ciphertext, then the exponent in two bytes.
    def pack(self, number):
        return number.ciphertext(be_secure=False).to_bytes(self.width, "big") + number.exponent.to_bytes(2, "big", signed=True)

    def unpack(self, data):
        return phe.EncryptedNumber(
            self.public, int.from_bytes(data[:-2], "big"), int.from_bytes(data[-2:], "big", signed=True))

    def encrypt(self, rows):
        return [self.pack(self.public.encrypt(self.encode(value, self.precision))) for row in rows for value in row]

    def score(self, request):
        d = len(self.weights)
        answers = []
        for first in range(0, len(request), d):
            numbers = [self.unpack(data) for data in request[first:first + d]]
            total = numbers[0] * self.weights[0]
            for number, weight in zip(numbers[1:], self.weights[1:]):
                total = total + number * weight
            total = total + self.intercept
            total.obfuscate()
            answers.append(self.pack(total))
        return answers

    def decrypt(self, answer):
        return [self.private.decrypt(self.unpack(data)) for data in answer]


class PythonPaillierFixed(PythonPaillier):
    """With a precision, by which all numbers of a kind have one exponent."""

    precision = 2.0**-FRACTION_BITS
