# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""LightPHE: Python alone."""
from lightphe import LightPHE
from lightphe.models.Ciphertext import Ciphertext

from .side import FRACTION_BITS, Side, fixed_error, to_fixed


class LightPaillier(Side):
    @classmethod
    def generate(cls, bits):
        return LightPHE(algorithm_name="Paillier", key_size=bits)

    def __init__(self, keys, setup):
        self.system = keys
        self.public = {"public_key": keys.cs.keys["public_key"]}
        self.n = keys.cs.plaintext_modulo
        self.width = (2 * self.n.bit_length() + 7) // 8
        self.weights = [to_fixed(weight) for weight in setup["weights"]]
        self.intercept = round(setup["intercept"] * 4**FRACTION_BITS) % self.n
        self.one_time_bytes = (self.n.bit_length() + 7) // 8
        self.maximum_error = fixed_error(setup)

    def pack(self, ciphertext):
        return ciphertext.value.to_bytes(self.width, "big")

    def unpack(self, data):
        return Ciphertext(algorithm_name="Paillier", keys=self.public, value=int.from_bytes(data, "big"))

    def encrypt(self, rows):
        return [self.pack(self.system.encrypt(to_fixed(value))) for row in rows for value in row]

    def score(self, request):
        d = len(self.weights)
        answers = []
        for first in range(0, len(request), d):
            # The intercept's encryption is new for each row and hides how the sum came about.
            total = self.system.encrypt(self.intercept)
            for data, weight in zip(request[first:first + d], self.weights):
                total = total + self.unpack(data) * weight
            answers.append(self.pack(total))
        return answers

    def decrypt(self, answer):
        sums = (self.system.decrypt(self.unpack(data)) for data in answer)
        return [(value - self.n if value > self.n // 2 else value) / 4**FRACTION_BITS for value in sums]
