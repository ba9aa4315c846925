# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""pypaillier: Rust on GMP."""
import paillier

from .side import Side

# Decimal digits, the library's own choice.
DIGITS = 8


class PyPaillier(Side):
    @classmethod
    def generate(cls, bits):
        return paillier.generate_keypair(bits)

    def __init__(self, keys, setup):
        self.public, self.private = keys
        self.weights, self.intercept = setup["weights"], setup["intercept"]
        most = sum(abs(w) for w in setup["weights"]) + len(setup["weights"]) * (setup["featureMaximum"] + 1) + 1
        self.one_time_bytes = len(self.public.modulus_bytes())
        self.maximum_error = most * 10.0**-DIGITS

    def encrypt(self, rows):
        return [bytes(blob) for blob in paillier.encrypt_many(self.public, [value for row in rows for value in row])]

    def score(self, request):
        d = len(self.weights)
        count = len(request) // d
        products = paillier.multiply_many_public(self.public, request, self.weights * count)
        # It has no sum with a plaintext. The intercept's encryption is new for each row and hides how the sum came about.
        products = [bytes(blob) for blob in products] + [
            bytes(blob) for blob in
            paillier.encrypt_many(self.public, [self.intercept] * count, scale_pow10=2 * DIGITS)]
        blocks = [[*range(row * d, (row + 1) * d), count * d + row] for row in range(count)]
        return [bytes(blob) for blob in paillier.add_blocks(self.public, products, blocks)]

    def decrypt(self, answer):
        return [paillier.decrypt(self.private, blob) for blob in answer]
