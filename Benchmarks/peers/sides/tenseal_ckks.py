# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""TenSEAL: CKKS of Microsoft SEAL, with a ring of 8,192 and 160 bits of moduli (128 bits of security)."""
import tenseal

from .side import Side


class CKKS(Side):
    """Two ways of one key: a ciphertext for each row, or for each feature of up to 4,096 rows."""

    is_batched = False

    @classmethod
    def generate(cls, bits):
        context = tenseal.context(
            tenseal.SCHEME_TYPE.CKKS, poly_modulus_degree=8192, coeff_mod_bit_sizes=[60, 40, 60])
        context.global_scale = 2.0**40
        if not cls.is_batched:
            context.generate_galois_keys()
        return context

    def __init__(self, keys, setup):
        self.weights, self.intercept = setup["weights"], setup["intercept"]
        self.client = keys
        public = keys.serialize(
            save_public_key=True, save_secret_key=False, save_galois_keys=not self.is_batched, save_relin_keys=False)
        self.one_time_bytes = len(public)
        self.server = tenseal.context_from(public)
        # Approximate by design: no bound is promised, this is what would count as wrong.
        self.maximum_error = 1e-4 * len(self.weights)

    def encrypt(self, rows):
        return [tenseal.ckks_vector(self.client, row).serialize() for row in rows]

    def score(self, request):
        return [
            (tenseal.ckks_vector_from(self.server, data).dot(self.weights) + self.intercept).serialize()
            for data in request]

    def decrypt(self, answer):
        return [tenseal.ckks_vector_from(self.client, data).decrypt()[0] for data in answer]


class CKKSBatch(CKKS):
    is_batched = True

    def encrypt(self, rows):
        return [tenseal.ckks_vector(self.client, list(column)).serialize() for column in zip(*rows)]

    def score(self, request):
        total = None
        for data, weight in zip(request, self.weights):
            product = tenseal.ckks_vector_from(self.server, data) * weight
            total = product if total is None else total + product
        return [(total + self.intercept).serialize()]

    def decrypt(self, answer):
        return tenseal.ckks_vector_from(self.client, answer[0]).decrypt()
